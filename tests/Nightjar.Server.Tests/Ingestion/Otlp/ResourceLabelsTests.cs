using Nightjar.Core.Telemetry;
using Nightjar.Server.Ingestion.Otlp;
using Nightjar.Server.Ingestion.Otlp.Wire;

namespace Nightjar.Server.Tests.Ingestion.Otlp;

public sealed class ResourceLabelsTests
{
    [Fact]
    public void Of_ServiceNamespaceNameAndInstance_MakesJobAndInstance()
    {
        Labels labels = Of(("service.namespace", "shop"), ("service.name", "cart"), ("service.instance.id", "a1"));

        Assert.Equal("shop/cart", labels["job"]);
        Assert.Equal("a1", labels["instance"]);
        Assert.Equal("cart", labels["service_name"]);
    }

    [Fact]
    public void Of_NoNamespace_MakesJobOfTheNameAlone() => Assert.Equal("cart", Of(("service.name", "cart"))["job"]);

    [Theory]
    [InlineData("host.name", true)]
    [InlineData("k8s.pod.name", true)]
    [InlineData("postgresql.database.name", true)]
    [InlineData("db.system", true)]
    [InlineData("team", true)]
    [InlineData("service.version", false)]
    [InlineData("telemetry.sdk.version", false)]
    [InlineData("k8s.pod.uid", false)]
    [InlineData("host.id", false)]
    [InlineData("container.id", false)]
    [InlineData("process.command_line", false)]
    public void Of_Attribute_IsPromotedWhenItTellsSeriesApartAcrossDeployments(string attribute, bool isPromoted) =>
        Assert.Equal(isPromoted, Of(("service.name", "cart"), (attribute, "x"))[LabelSet.NameOf(attribute)] is not null);

    [Fact]
    public void Of_ProcessId_IsPromotedOnlyWithoutAService()
    {
        Assert.Equal("42", Of(("process.pid", "42"))["process_pid"]);
        Assert.Null(Of(("process.pid", "42"), ("service.name", "cart"))["process_pid"]);
    }

    [Fact]
    public void Of_IgnoredAttribute_IsNoLabel() =>
        Assert.Null(Labels.Create(ResourceLabels.Of(Resource(("team", "x")), ["team"]).Labels)["team"]);

    private static Labels Of(params (string Key, string Value)[] attributes) => Labels.Create(ResourceLabels.Of(Resource(attributes), []).Labels);

    private static Resource Resource(params (string Key, string Value)[] attributes)
    {
        Resource resource = new();
        OtlpBench.Add(resource.Attributes, attributes);
        return resource;
    }
}
