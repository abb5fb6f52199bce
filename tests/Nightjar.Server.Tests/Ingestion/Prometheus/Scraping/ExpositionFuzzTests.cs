using System.Text;
using Nightjar.Server.Tests.Fuzzing;

namespace Nightjar.Server.Tests.Ingestion.Prometheus.Scraping;

public sealed class ExpositionFuzzTests
{
    private static readonly string[] Pages =
    [
        """
        # HELP http_requests_total The total number of HTTP requests.
        # TYPE http_requests_total counter
        http_requests_total{method="post",code="200"} 1027 1395066363000
        http_requests_total{method="post",code="400"}    3 1395066363000

        msdos_file_access_time_seconds{path="C:\\DIR\\FILE.TXT",error="Cannot find file:\n\"FILE.TXT\""} 1.458255915e9
        metric_without_timestamp_and_labels 12.47
        something_weird{problem="division by zero"} +Inf -3982045
        """,
        """
        # TYPE rpc_duration_seconds summary
        rpc_duration_seconds{quantile="0.01"} 3102
        rpc_duration_seconds_sum 1.7560473e+07
        rpc_duration_seconds_count NaN
        """,
        """
        # TYPE foo histogram
        # UNIT foo seconds
        foo_bucket{le="0.1"} 8.0 # {} 0.054
        foo_bucket{le="+Inf"} 17.0 1520879607.789 # {id="test"} 6.8e-1 1520879607.7
        foo_count 17.0
        foo_created 1520430000.123
        # EOF
        """,
    ];

    [Theory]
    [InlineData(false, 11)]
    [InlineData(true, 12)]
    public void ScrapePage_MutatedPages_NeverThrowsAndCountsEveryLine(bool openMetrics, int seed)
    {
        PageFixture page = new();
        new Fuzzer(seed, [.. Pages.Select(Encoding.UTF8.GetBytes)]).Run(input =>
        {
            page.Read(input, openMetrics);
            Assert.True(page.Counts.Samples <= input.AsSpan().Count((byte)'\n') + 1);
        });
    }

    [Fact]
    public void ScrapePage_CutAtEveryByte_KeepsEveryWholeLine()
    {
        byte[] whole = Encoding.UTF8.GetBytes("a{x=\"1\"} 1\nb{x=\"2\"} 2\nc 3\n");
        for (int cut = 0; cut <= whole.Length; cut++)
        {
            PageFixture page = new();
            int lines = whole.AsSpan(0, cut).Count((byte)'\n');

            Assert.InRange(page.Read(whole[..cut], false).Count, lines, lines + 1);
        }
    }
}
