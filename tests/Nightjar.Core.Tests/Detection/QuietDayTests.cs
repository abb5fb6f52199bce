using Nightjar.Core.Detection;

namespace Nightjar.Core.Tests.Detection;

/// <summary>A day in which nothing happens, in the noises of an idle estate: how many anomalies are opened for nothing.</summary>
public sealed class QuietDayTests(ITestOutputHelper output)
{
    private const int SeriesOfAKind = 20;

    // Measured with these seeds: 1 of 220 series; 0.75 for each bursting one, 0.8 for each saw tooth. The bounds leave a little room, not
    // for a worse detector.
    private const double MostPerThousandSeriesAndDay = 10;

    // Bursts of up to two minutes, a few times a day: the first of each size is news. So is the first fall of an hour-long saw tooth.
    private const double MostPerNewSeriesAndDay = 0.85;

    private static readonly (string Name, Func<Random, Func<int, double>> Make)[] Kinds =
    [
        ("constant", _ => _ => 42),
        ("white", r => _ => 100 + Signals.Normal(r)),
        ("heavy", r => _ => 100 + Signals.HeavyTailed(r)),
        ("lognormal", r => _ => Math.Exp(Signals.Normal(r))),
        ("ar", r => { double x = 0; return _ => 50 + (x = (0.98 * x) + Signals.Normal(r)); }),
        ("walk", r => { double x = 1e4; return _ => x += Signals.Normal(r); }),
        ("poisson", r => _ => Signals.Poisson(r, 0.3)),
        ("rare", r => _ => r.NextDouble() < 0.01 ? 100 * r.NextDouble() : 0),
        ("bursts", r => { int left = 0; return _ => (left = left > 0 ? left - 1 : r.NextDouble() < 0.005 ? r.Next(1, 12) : 0) > 0 ? 50 + (10 * r.NextDouble()) : r.NextDouble(); }),
        ("cron", r => { int phase = r.Next(30); return i => i % 30 == phase || i % 30 == phase + 1 ? 80 + r.NextDouble() : r.NextDouble(); }),
        ("saw", r => { int phase = r.Next(360); return i => ((i + phase) % 360) + Signals.Normal(r); }),
        ("levels", r => { int level = 3; return _ => level = Math.Max(0, level + (r.NextDouble() < 0.01 ? r.Next(-1, 2) : 0)); }),
        ("day", r => i => 100 + (30 * Math.Sin(2 * Math.PI * i / Signals.PerDay)) + Signals.Normal(r)),
    ];

    [Fact]
    public void Score_QuietDay_OpensHardlyAnything()
    {
        int quiet = 0;
        Dictionary<string, int> news = [];
        foreach ((string name, Func<Random, Func<int, double>> make) in Kinds)
        {
            int opened = Enumerable.Range(0, SeriesOfAKind).Sum(seed => OpenedIn(make(new Random(seed)), Signals.PerDay));
            output.WriteLine($"{name}: {opened} anomalies of {SeriesOfAKind} series in a day");
            if (name is "bursts" or "saw")
            {
                news[name] = opened;
            }
            else
            {
                quiet += opened;
            }
        }

        double rate = 1_000.0 * quiet / (SeriesOfAKind * (Kinds.Length - news.Count));
        output.WriteLine($"{rate:F1} anomalies per 1,000 series and day");
        Assert.InRange(rate, 0, MostPerThousandSeriesAndDay);
        Assert.All(news.Values, opened => Assert.InRange((double)opened / SeriesOfAKind, 0, MostPerNewSeriesAndDay));
    }

    private static int OpenedIn(Func<int, double> signal, int samples)
    {
        SeriesDetector detector = new(DetectorOptions.Default, SeriesScale.Unknown);
        TrackerState tracker = default;
        int opened = 0;
        for (int i = 0; i < samples; i++)
        {
            double value = signal(i);
            long timeNs = Signals.TimeNs(i);
            Verdict verdict = detector.Score(timeNs, value);
            TrackerChange change = AnomalyTracker.Observe(ref tracker, verdict, timeNs, value, detector.Agreement, detector.Count);
            opened += change == TrackerChange.Opened ? 1 : 0;
        }

        return opened;
    }
}
