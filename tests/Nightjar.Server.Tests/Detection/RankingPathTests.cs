using Nightjar.Core.Telemetry;
using Nightjar.Server.Ui.Queries;

namespace Nightjar.Server.Tests.Detection;

public sealed class RankingPathTests : IDisposable
{
    private const int Rounds = 360;
    private const int FaultFrom = 330;

    private static readonly Series[] Counters =
        [.. Enumerable.Range(0, 10).Select(i => new Series(Labels.Create(new Label(Labels.MetricName, "requests_total"), new Label("host", $"h{i}")), MetricKind.Counter))];

    private readonly string _directory = Directory.CreateTempSubdirectory("nightjar-rank-").FullName;
    private readonly long _startNs = (TimeProvider.System.NowNs() / Clock.NsPerMinute * Clock.NsPerMinute) - (Rounds * 10 * Clock.NsPerSecond);

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Fact]
    public async Task Fault_InOneCounter_PutsItsRateFirstAlsoAfterARestart()
    {
        CancellationToken cancellation = TestContext.Current.CancellationToken;
        await using (Estate estate = await Estate.StartAsync(_directory))
        {
            await estate.SendAsync(Samples());
            RankingQuery ranking = estate.Service<RankingQuery>();
            await Estate.UntilAsync(async () => await ranking.RankAsync(Fault, 5, cancellation) is [RankedSeries one, ..] ? one : null, "a ranking");
        }

        await using Estate again = await Estate.StartAsync(_directory);
        RankedSeries first = (await again.Service<RankingQuery>().RankAsync(Fault, 5, cancellation))[0];

        Assert.Equal(DerivedSeries.Of(Counters[4].Labels, DerivedName.Rate), first.Hit.Labels);
        Assert.InRange(first.Abnormality.FirstNs, Fault.FromNs, Fault.FromNs + Clock.NsPerMinute);
    }

    private TimeRange Fault => new(_startNs + (FaultFrom * 10 * Clock.NsPerSecond), _startNs + (Rounds * 10 * Clock.NsPerSecond));

    private IEnumerable<(Series, long, double)> Samples()
    {
        Random random = new(11);
        double[] totals = new double[Counters.Length];
        for (int round = 0; round < Rounds; round++)
        {
            for (int i = 0; i < Counters.Length; i++)
            {
                totals[i] += 1_000 + random.Next(100) + (i == 4 && round >= FaultFrom ? 2_000 : 0);
                yield return (Counters[i], _startNs + (round * 10 * Clock.NsPerSecond), totals[i]);
            }
        }
    }
}
