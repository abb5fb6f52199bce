using Nightjar.Core.Telemetry;

namespace Nightjar.Core.Tests.Telemetry;

public sealed class QuantityTests
{
    [Theory]
    [InlineData(0.97, "1", "97 %")]
    [InlineData(0.0342, "1", "3.42 %")]
    [InlineData(3_435_973_837, "By", "3.2 GiB")]
    [InlineData(512, "By", "512 B")]
    [InlineData(2_097_152, "By/s", "2 MiB/s")]
    [InlineData(0.12, "s", "120 ms")]
    [InlineData(0.0000034, "s", "3.4 µs")]
    [InlineData(90, "s", "90 s")]
    [InlineData(7_200, "s", "2 h")]
    [InlineData(12_345, "1/s", "12.3k/s")]
    [InlineData(7, "{process}", "7")]
    [InlineData(21.5, "Cel", "21.5 Cel")]
    [InlineData(-3, "", "−3")]
    [InlineData(0, "", "0")]
    [InlineData(1e15, "", "1e15")]
    [InlineData(4.2e-9, "", "4.2e-9")]
    [InlineData(double.NaN, "1", "–")]
    [InlineData(double.PositiveInfinity, "s", "∞")]
    public void Format_ValueAndUnit_ReadsWell(double value, string unit, string expected) =>
        Assert.Equal(expected, Quantity.Format(value, unit));

    [Theory]
    [InlineData(0.03, 0.12, "1", "3 to 12 %")]
    [InlineData(1_073_741_824, 2_147_483_648, "By", "1 to 2 GiB")]
    [InlineData(524_288, 2_097_152, "By", "512 KiB to 2 MiB")]
    [InlineData(5, 5, "", "5")]
    public void FormatRange_Range_SaysTheUnitOnce(double lower, double upper, string unit, string expected) =>
        Assert.Equal(expected, Quantity.FormatRange(lower, upper, unit));

    [Theory]
    [InlineData("system_cpu_utilization", "cpu_mode", "user", "CPU (user)")]
    [InlineData("node_cpu_seconds_total:rate", "mode", "idle", "CPU (idle)")]
    [InlineData("http_request_duration_seconds:p95", "route", "/cart", "http request duration seconds p95 (/cart)")]
    [InlineData("queue_length", "job", "shop", "queue length")]
    public void MetricWords_Series_GetPlainNames(string metric, string label, string value, string expected) =>
        Assert.Equal(expected, MetricWords.Of(Labels.Create(new Label("__name__", metric), new Label(label, value))));
}
