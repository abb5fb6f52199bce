using Nightjar.Server.Ingestion.Otlp;

namespace Nightjar.Server.Tests.Ingestion.Otlp;

/// <summary>
/// The published examples of the compatibility specification, of the Collector's translator (pkg/translator/prometheus/README.md)
/// and of Prometheus' own (prometheus/otlptranslator).
/// </summary>
public sealed class MetricNameTests
{
    [Theory]
    [InlineData("(lambda).function.executions(#)", "", "lambda_function_executions")]
    [InlineData("system.filesystem.usage", "By", "system_filesystem_usage_bytes")]
    [InlineData("\t system.filesystem.usage       ", "  By\t", "system_filesystem_usage_bytes")]
    [InlineData("system.network.dropped", "{packets}", "system_network_dropped")]
    [InlineData("system.network.dropped", "packets", "system_network_dropped_packets")]
    [InlineData("system.network.packets.dropped", "packets", "system_network_packets_dropped")]
    [InlineData("system.network.packets", "packets", "system_network_packets")]
    [InlineData("system.memory.utilization", "1", "system_memory_utilization_ratio")]
    [InlineData("hw.fan.speed_ratio", "1", "hw_fan_speed_ratio")]
    [InlineData("storage.filesystem.utilization", "%", "storage_filesystem_utilization_percent")]
    [InlineData("broken.metric.success_ratio", "%", "broken_metric_success_ratio_percent")]
    [InlineData("astro.light.speed", "m/s", "astro_light_speed_meters_per_second")]
    [InlineData("broken.metric.speed", "km/h", "broken_metric_speed_km_per_hour")]
    [InlineData("broken.metric.speed", "km/°", "broken_metric_speed_km")]
    [InlineData("active_directory.ds.replication.object.rate", "{objects}/s", "active_directory_ds_replication_object_rate_per_second")]
    [InlineData("mongodbatlas.process.db.query_targeting.scanned_per_returned", "{scanned}/{returned}", "mongodbatlas_process_db_query_targeting_scanned_per_returned")]
    [InlineData("mongodbatlas.process.oplog.rate", "GiBy/h", "mongodbatlas_process_oplog_rate_gibibytes_per_hour")]
    [InlineData("active_directory.ds.ldap.bind.last_successful.time", "ms", "active_directory_ds_ldap_bind_last_successful_time_milliseconds")]
    [InlineData("redis.latest_fork", "us", "redis_latest_fork_microseconds")]
    [InlineData("hw.cpu.speed_limit", "Hz", "hw_cpu_speed_limit_hertz")]
    [InlineData("3.14 digits", "", "_3_14_digits")]
    [InlineData("envoy__rule_engine_zlib_buf_error", "", "envoy_rule_engine_zlib_buf_error")]
    [InlineData(":foo::bar", "", ":foo::bar")]
    [InlineData("temperature", "%*()°:C", "temperature_:C")]
    [InlineData("system.network.dropped", "non/standard:_1", "system_network_dropped_non_per_standard:_1")]
    [InlineData("字符", "s", "")]
    [InlineData("", "s", "")]
    public void Of_Gauge_IsThePublishedName(string name, string unit, string expected) =>
        Assert.Equal(expected, MetricName.Of(name, unit, isCounter: false, isGauge: true));

    [Theory]
    [InlineData("system.processes.created", "", "system_processes_created_total")]
    [InlineData("system.io", "By", "system_io_bytes_total")]
    [InlineData("network_transmitted_bytes_total", "By", "network_transmitted_bytes_total")]
    [InlineData("objects", "1", "objects_total")]
    [InlineData("system.network.dropped", "{packets}", "system_network_dropped_total")]
    [InlineData("system.disk.operation_time", "s", "system_disk_operation_time_seconds_total")]
    [InlineData("system.io", "foo/bar", "system_io_foo_per_bar_total")]
    [InlineData("metric_with_字符_foreign_characters", "", "metric_with_foreign_characters_total")]
    public void Of_Counter_IsThePublishedName(string name, string unit, string expected) =>
        Assert.Equal(expected, MetricName.Of(name, unit, isCounter: true, isGauge: false));

    [Fact]
    public void Of_HistogramOfUnitOne_IsNoRatio() =>
        Assert.Equal("batch_size", MetricName.Of("batch.size", "1", isCounter: false, isGauge: false));
}
