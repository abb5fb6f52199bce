using System.Collections.Immutable;
using FsCheck;
using FsCheck.Fluent;
using Nightjar.Core.Telemetry;

namespace Nightjar.Core.Tests.Telemetry;

public sealed class EntityRulesTests
{
    [Theory]
    // This machine's collector and OpenTelemetry's host metrics.
    [InlineData("system_memory_usage_bytes host_name=web-1", "host/web-1")]
    [InlineData("system_disk_io_bytes_total host_name=web-1 system_device=sda", "disk/web-1/sda host/web-1")]
    [InlineData("system_disk_io_bytes_total:rate host_name=web-1 device=sda", "disk/web-1/sda host/web-1")]
    [InlineData("system_filesystem_utilization_ratio host_name=web-1 system_device=/dev/sda1 system_filesystem_mountpoint=/var", "filesystem/web-1/%2Fvar host/web-1")]
    [InlineData("system_network_io_bytes_total host_name=web-1 network_interface_name=eth0", "networkinterface/web-1/eth0 host/web-1")]
    [InlineData("system_network_io_bytes_total host_name=web-1 device=eth0", "networkinterface/web-1/eth0 host/web-1")]
    [InlineData("process_cpu_utilization_ratio host_name=web-1 process_executable_name=java", "process/web-1/java host/web-1")]
    [InlineData("system_cpu_time_seconds_total host_name=web-1 job=agent service_name=agent", "host/web-1")]
    // An OpenTelemetry SDK in an application.
    [InlineData("http_server_request_duration_seconds_bucket service_name=cart service_namespace=shop service_instance_id=a1 host_name=web-1", "instance/shop/cart/a1 service/shop/cart")]
    [InlineData("x service_name=cart host_name=web-1", "instance/cart/web-1 service/cart")]
    [InlineData("x service_name=cart", "service/cart")]
    [InlineData("x job=shop/cart instance=a1", "instance/shop/cart/a1 service/shop/cart")]
    [InlineData("x job=shop/cart instance=a1 service_name=cart service_namespace=shop", "instance/shop/cart/a1 service/shop/cart")]
    [InlineData("x service_name=cart k8s_pod_name=cart-7 k8s_namespace_name=shop k8s_node_name=n1 k8s_container_name=main", "container/shop/cart-7/main pod/shop/cart-7 service/cart")]
    [InlineData("process_cpu_time_seconds_total service_name=cart process_executable_name=java host_name=web-1", "instance/cart/web-1 service/cart")]
    [InlineData("db_client_operation_duration_seconds_sum service_name=cart db_namespace=orders", "service/cart")]
    // Exporters scraped by Prometheus.
    [InlineData("node_load1 job=node instance=web-1:9100", "host/web-1")]
    [InlineData("node_load1 job=linux instance=[fd00::7]:9100", "host/fd00::7")]
    [InlineData("up job=node instance=web-1:9100", "host/web-1")]
    [InlineData("node_disk_io_time_seconds_total job=node instance=web-1:9100 device=sda", "disk/web-1/sda host/web-1")]
    [InlineData("node_network_receive_bytes_total job=node instance=web-1:9100 device=eth0", "networkinterface/web-1/eth0 host/web-1")]
    [InlineData("node_filesystem_avail_bytes job=node instance=web-1:9100 device=/dev/sda1 mountpoint=/", "filesystem/web-1/%2F host/web-1")]
    [InlineData("node_load1 job=node-exporter instance=10.0.0.7:9100 pod=ne-x namespace=mon node=n1", "host/n1")]
    [InlineData("namedprocess_namegroup_cpu_seconds_total job=proc instance=web-1:9256 groupname=java", "process/web-1/java host/web-1")]
    [InlineData("pg_stat_database_xact_commit job=postgres instance=db-1:9187 datname=orders", "database/postgres/db-1:9187/orders instance/postgres/db-1:9187 service/postgres")]
    // A scraped application.
    [InlineData("http_requests_total job=api instance=web-1:8080", "instance/api/web-1:8080 service/api")]
    [InlineData("http_requests_total job=api instance=10.0.0.9:8080 pod=api-1 namespace=shop container=main service=api", "container/shop/api-1/main pod/shop/api-1 service/shop/api")]
    // Kubernetes and container runtimes speaking of others.
    [InlineData("kube_pod_status_phase job=kube-state-metrics instance=10.0.0.3:8080 namespace=shop pod=cart-7", "pod/shop/cart-7")]
    [InlineData("kube_deployment_status_replicas job=ksm namespace=shop deployment=cart", "service/shop/cart")]
    [InlineData("kube_node_status_condition job=ksm node=n1", "host/n1")]
    [InlineData("container_cpu_usage_seconds_total job=kubelet node=n1 namespace=shop pod=cart-7 container=main", "container/shop/cart-7/main pod/shop/cart-7 host/n1")]
    [InlineData("container_network_receive_bytes_total job=kubelet node=n1 namespace=shop pod=cart-7 container=POD interface=eth0", "pod/shop/cart-7 host/n1")]
    [InlineData("container_memory_rss job=cadvisor instance=web-1:8080 name=redis", "container/web-1/redis host/web-1")]
    // Little is known.
    [InlineData("cpu_usage host=web-1", "host/web-1")]
    [InlineData("x instance=web-1:80", "instance/web-1:80")]
    [InlineData("checkout_latency", "other/checkout")]
    [InlineData("latency", "other/latency")]
    public void Of_Labels_GivesTheChainNarrowestFirst(string series, string expected)
    {
        ImmutableArray<Entity> chain = EntityRules.Of(Parse(series));

        Assert.Equal(expected, string.Join(' ', chain.Select(entity => entity.Id.Value)));
    }

    [Fact]
    public void Of_NoLabels_IsUnnamed() => Assert.Equal("other/unnamed", EntityRules.RootOf(Labels.Empty).Id.Value);

    [Fact]
    public void Of_PartOfHost_RunsOnIt()
    {
        ImmutableArray<Entity> chain = EntityRules.Of(Parse("system_disk_io_bytes_total host_name=web-1 system_device=sda"));

        Assert.Equal(new Entity(new EntityId("disk/web-1/sda"), EntityKind.Disk, "sda", new EntityId("host/web-1")), chain[0]);
        Assert.Null(chain[1].RunsOn);
    }

    [Fact]
    public void IdOf_SlashAndPercent_AreEncodedReversibly() =>
        Assert.Equal("filesystem/a%2Fb/100%25", EntityRules.IdOf(EntityKind.FileSystem, "a/b", "100%").Value);

    [Fact]
    public void Of_AnyLabels_IsAChainThatEndsInARoot()
    {
        string[] names =
        [
            "service_name", "host_name", "node", "pod", "namespace", "container", "deployment", "db_namespace", "mountpoint", "interface",
            "system_device", "device", "process_executable_name", "job", "instance", "host", "service", "name",
        ];
        string[] metrics = ["x", "node_disk_x", "system_net_x", "container_x", "kube_x", "process_x", "db_client_x", ""];
        Prop.ForAll(
            ArbMap.Default.ArbFor<int>(),
            ArbMap.Default.ArbFor<NonEmptyString>(),
            ArbMap.Default.ArbFor<byte>(),
            (mask, value, metric) =>
            {
                List<Label> labels = [new(Labels.MetricName, metrics[metric % metrics.Length])];
                labels.AddRange(names.Where((_, i) => ((mask >> i) & 1) == 1).Select(name => new Label(name, value.Get)));
                ImmutableArray<Entity> chain = EntityRules.Of(Labels.Create(labels));

                Assert.InRange(chain.Length, 1, 4);
                Assert.Null(chain[^1].RunsOn);
                Assert.Equal(chain.Length, chain.Select(entity => entity.Id).Distinct().Count());
                for (int i = 0; i < chain.Length - 1; i++)
                {
                    Assert.Equal(chain[i + 1].Id, chain[i].RunsOn);
                }

                Assert.All(chain, entity => Assert.StartsWith(entity.Kind.ToString() + "/", entity.Id.Value, StringComparison.OrdinalIgnoreCase));
            }).QuickCheckThrowOnFailure();
    }

    private static Labels Parse(string series)
    {
        string[] words = series.Split(' ');
        return Labels.Create(words.Skip(1).Select(word => new Label(word[..word.IndexOf('=')], word[(word.IndexOf('=') + 1)..]))
            .Append(new Label(Labels.MetricName, words[0])));
    }
}
