using Nightjar.Server.Ui.Text;

namespace Nightjar.Server.Tests.Ui.Text;

public class NumberScaleTests
{
    [Theory]
    [InlineData(0.97, "1", "x", "97 %")]
    [InlineData(0.0312, "", "system_memory_utilization_ratio", "3.12 %")]
    [InlineData(0, "", "x", "0")]
    [InlineData(-0.00001, "1", "x", "-0.001 %")]
    [InlineData(1536, "By", "x", "1.5 KiB")]
    [InlineData(8.589934592e9, "", "process_resident_memory_bytes", "8 GiB")]
    [InlineData(2.5e6, "By", "system_disk_io_bytes_total:rate", "2.38 MiB/s")]
    [InlineData(0.0042, "s", "x", "4.2 ms")]
    [InlineData(93, "s", "x", "93 s")]
    [InlineData(250, "ms", "x", "250 ms")]
    [InlineData(0.35, "", "node_cpu_seconds_total:rate", "35 %")]
    [InlineData(12_345, "", "http_requests_total:rate", "12.3k/s")]
    [InlineData(1234, "", "http_requests_total:rate", "1,234/s")]
    [InlineData(3.2, "", "http_request_duration_seconds_count:rate", "3.2/s")]
    [InlineData(1e-9, "", "x", "1E-9")]
    [InlineData(double.NaN, "By", "x", "no value")]
    public void Write_Value_IsHumanised(double value, string unit, string metric, string expected) =>
        Assert.Equal(expected, NumberScale.Write(value, Measure.Of(unit, metric)));

    [Theory]
    [InlineData(0.03, 0.12, "1", "3 to 12 %")]
    [InlineData(0, 3 * 1024 * 1024, "By", "0 to 3 MiB")]
    [InlineData(5, 5, "", "5")]
    public void WriteRange_TwoEnds_ShareOneScale(double lower, double upper, string unit, string expected) =>
        Assert.Equal(expected, NumberScale.WriteRange(lower, upper, Measure.Of(unit, "x")));
}
