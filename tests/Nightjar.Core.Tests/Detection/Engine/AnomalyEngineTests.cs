using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Nightjar.Core.Detection;
using Nightjar.Core.Detection.Engine;
using Nightjar.Core.Telemetry;

namespace Nightjar.Core.Tests.Detection.Engine;

public sealed class AnomalyEngineTests
{
    private const int Minute = 60;
    private const int Day = 1_440;

    // The goal is 3,072 bytes. Since the engine also says what was expected, and no other detector stands beside it, a series needs more
    // (docs/evaluation.md); this keeps it from growing unseen.
    [Fact]
    public void Size_OfAllThatIsLearnt_IsWhatTheDocumentationSays() => Assert.InRange(Unsafe.SizeOf<DetectorState>(), 3_072, 4_000);

    [Fact]
    public void Observe_RestoredFromBytes_GoesOnWithTheSameBits()
    {
        AnomalyEngine engine = default;
        Random random = new(1);
        int i = 0;
        for (; i < 9 * Day; i++)
        {
            Observe(ref engine, At(i), Daily(i, random));
        }

        byte[] saved = MemoryMarshal.AsBytes(new ReadOnlySpan<AnomalyEngine>(ref engine)).ToArray();
        AnomalyEngine restored = MemoryMarshal.Read<AnomalyEngine>(saved);
        for (int until = i + Day; i < until; i++)
        {
            double value = Daily(i, random) + (i % 500 == 0 ? 80 : 0);
            Assert.Equal(Observe(ref engine, At(i), value), Observe(ref restored, At(i), value));
        }
    }

    [Fact]
    public void Observe_Warm_AllocatesNothing()
    {
        AnomalyEngine engine = default;
        Random random = new(1);
        double[] values = [.. Enumerable.Range(0, 4_000).Select(i => Daily(i, random))];
        Feed(ref engine, values, 0);
        long before = GC.GetAllocatedBytesForCurrentThread();
        Feed(ref engine, values, values.Length);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(1e-9)]
    [InlineData(1e15)]
    public void Observe_SpikeOfTwelveDeviations_IsByFarTheMostAbnormal(double scale)
    {
        AnomalyEngine engine = default;
        Random random = new(2);
        double usual = 0;
        for (int i = 0; i < 3 * Day; i++)
        {
            double point = Observe(ref engine, At(i), scale * Daily(i, random)).Point;
            usual = i > Day ? Math.Max(usual, point) : 0;
        }

        Abnormality spike = Observe(ref engine, At(3 * Day), scale * (Daily(3 * Day, random) + 12));
        Assert.True(spike.Point > 1.25 * usual, $"{spike.Point} beside {usual}");
        Assert.True(spike.ReturnSamples > 200, $"once in {spike.ReturnSamples}");
        Assert.NotEmpty(spike.Evidence.Reasons(daySeen: true));
    }

    [Fact]
    public void Observe_LevelShift_IsToldOnceAndNotByEverySample()
    {
        AnomalyEngine engine = default;
        Random random = new(3);
        int i = 0;
        for (; i < 3 * Day; i++)
        {
            Observe(ref engine, At(i), Daily(i, random));
        }

        int told = 0;
        int first = -1;
        for (int k = 0; k < 120; k++, i++)
        {
            if (Observe(ref engine, At(i), Daily(i, random) + 15).Event > 2)
            {
                told++;
                first = first < 0 ? k : first;
            }
        }

        Assert.InRange(first, 0, 10);
        Assert.InRange(told, 1, 6);
    }

    [Fact]
    public void Observe_AUsualHeightAtAnUnusualHour_SaysTimeOfDay()
    {
        AnomalyEngine engine = default;
        Random random = new(4);
        int i = 0;
        for (; i < 6 * Day; i++)
        {
            Observe(ref engine, At(i), Daily(i, random));
        }

        // The height of noon at the bottom of the night.
        for (; Math.Sin(2 * Math.PI * i / Day) > -0.99; i++)
        {
            Observe(ref engine, At(i), Daily(i, random));
        }

        Residuals said = Observe(ref engine, At(i), 120).Evidence;
        Assert.True(said.Season > 3, $"{said}");
        Assert.Equal(0, said.Range);
    }

    [Fact]
    public void Observe_HostileNumbers_StaysFinite()
    {
        double[] hostile = [0, -0.0, double.NaN, double.PositiveInfinity, double.MaxValue, -1e30, 1e30, double.Epsilon, 1, -1e15, 1e-9];
        Random random = new(5);
        AnomalyEngine engine = default;
        long time = 0;
        for (int i = 0; i < 200_000; i++)
        {
            // Backwards and standing time, too.
            time += random.Next(-5, 100) * 1_000_000_000L;
            double value = random.Next(4) == 0 ? hostile[random.Next(hostile.Length)] : random.NextDouble();
            Abnormality said = Observe(ref engine, time, value);
            Assert.True(double.IsFinite(said.Point) && double.IsFinite(said.Event) && said.Point >= 0 && said.Event >= 0, $"{i}: {said}");
        }
    }

    [Fact]
    public void Observe_Constant_HasNothingToSay()
    {
        AnomalyEngine engine = default;
        for (int i = 0; i < 2 * Day; i++)
        {
            Assert.Equal(0, Observe(ref engine, At(i), 42).Point);
        }
    }

    private static long At(int i) => (1_700_000_000L + (i * (long)Minute)) * Clock.NsPerSecond;

    private static double Daily(int i, Random random) =>
        100 + (20 * Math.Sin(2 * Math.PI * i / Day)) + Signals.Normal(random);

    private static Abnormality Observe(ref AnomalyEngine engine, long timeNs, double value) =>
        engine.Judge(timeNs, value, 0) is null ? default : engine.Learn(timeNs, value, ordinary: true);

    private static void Feed(ref AnomalyEngine engine, double[] values, int from)
    {
        for (int i = 0; i < values.Length; i++)
        {
            Observe(ref engine, At(from + i), values[i]);
        }
    }
}
