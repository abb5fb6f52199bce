using Nightjar.Core.Detection.Joint;
using Nightjar.Core.Telemetry;

namespace Nightjar.Core.Tests.Detection.Joint;

public sealed class JointModelTests
{
    private const long StepNs = Clock.NsPerMinute;
    private const int Day = 1_440;
    private const int Learnt = 4 * Day;

    // What load makes of four series, and one that has nothing to do with it.
    private static readonly double[] Gains = [10, 4, 0.5, 200, 0];

    [Fact]
    public void TryClose_SeriesThatMoveTogether_AreSilent()
    {
        Run run = new();
        Assert.DoesNotContain(run.Feed(0, 8 * Day), verdict => verdict.IsAbnormal);
    }

    [Fact]
    public void TryClose_OneNoLongerFollows_HavePartedAndItIsNamed()
    {
        Run run = new();
        run.Feed(0, Learnt);
        double stayed = run.Value(1, Learnt);
        List<JointVerdict> verdicts = run.Feed(Learnt, 60, (series, i, value) => series == 1 ? stayed : value + (Gains[series] * Math.Min(2.5, i - Learnt)));

        Assert.Equal(JointPattern.Parted, verdicts.First(verdict => verdict.IsAbnormal).Pattern);
        Assert.InRange(run.Model.Share(1), 0.5, 1);
        (double value, double expected, double reach) = run.Model.Outlook(1);
        Assert.True(value < expected - reach);
    }

    [Fact]
    public void TryClose_OneIsAwayByItself_SaysNothing()
    {
        Run run = new();
        run.Feed(0, Learnt);
        List<JointVerdict> verdicts = run.Feed(Learnt, 90, (series, i, value) => series == 1 ? value + 500 : value, (series, i) => series == 1);
        verdicts.AddRange(run.Feed(Learnt + 90, 90));

        Assert.DoesNotContain(verdicts, verdict => verdict.IsAbnormal);
    }

    [Fact]
    public void TryClose_ManyMoveALittleAtOnce_SaysTogether()
    {
        // Twelve that have nothing to do with each other.
        Run run = new(new double[12]);
        run.Feed(0, Learnt);
        List<JointVerdict> verdicts = run.Feed(Learnt, 60, (series, i, value) => value + (series % 2 == 0 ? 2.5 : -2.5));

        Assert.Equal(JointPattern.Together, verdicts.First(verdict => verdict.IsAbnormal).Pattern);
    }

    [Fact]
    public void TryClose_FirstDays_AreNotCalibrated()
    {
        Run run = new();
        Assert.DoesNotContain(run.Feed(0, 2 * Day, (series, i, value) => series == 1 && i > Day ? 0 : value), verdict => verdict.IsCalibrated);
    }

    [Fact]
    public void TryClose_WhatLastsForHours_IsToldForAnHourAtMost()
    {
        Run run = new();
        run.Feed(0, Learnt);
        int told = run.Feed(Learnt, 6 * 60, (series, i, value) => series == 1 ? value - 8 : value).Count(verdict => verdict.IsAbnormal);

        Assert.InRange(told, 10, 75);
    }

    [Fact]
    public void Take_SamplesOfATickInAnyOrder_GivesTheSameBits()
    {
        Run one = new();
        Run two = new() { IsBackwards = true };
        Assert.Equal(one.Feed(0, Learnt), two.Feed(0, Learnt));
    }

    [Fact]
    public void Take_OneIsLateByATick_CountsAsItIsInTime()
    {
        JointModel model = new(StepNs);
        int early = model.Join(0);
        int late = model.Join(0);
        Assert.False(model.TryClose(11 * StepNs, out _));
        model.Take(early, 10 * StepNs, 1, 0, false);
        model.Take(early, 11 * StepNs, 1, 0, false);
        Assert.False(model.TryClose(11 * StepNs, out _));
        model.Take(late, 10 * StepNs, 5, 0, false);
        Assert.True(model.TryClose(12 * StepNs, out _));
        Assert.Equal(5, model.Outlook(late).Value);
    }

    [Fact]
    public void Restore_OfWhatWasSaved_GoesOnWithTheSameBits()
    {
        Run run = new();
        run.Feed(0, Learnt);
        Run restored = run.Copy();
        double Fault(int series, int i, double value) => series == 1 ? value - 8 : value;

        Assert.Equal(run.Feed(Learnt, 200, Fault), restored.Feed(Learnt, 200, Fault));
        Assert.Equal(run.Model.Share(1), restored.Model.Share(1));
    }

    [Fact]
    public void Join_BeyondTheMost_FindsNoPlaceUntilOneLeaves()
    {
        JointModel model = new(StepNs);
        for (int i = 0; i < JointModel.MostMembers; i++)
        {
            Assert.Equal(i, model.Join(0));
        }

        Assert.Equal(-1, model.Join(0));
        model.Leave(7);
        Assert.True(model.IsFree(7));
        Assert.Equal(7, model.Join(0));
    }

    [Fact]
    public void TryClose_Warm_AllocatesNothing()
    {
        Run run = new();
        run.Feed(0, Learnt);
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = Learnt; i < Learnt + 100; i++)
        {
            run.Model.TryClose(i * StepNs, out _);
            for (int series = 0; series < Gains.Length; series++)
            {
                run.Model.Take(series, i * StepNs, series, 0, false);
            }
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    /// <summary>Series that follow one load, each by its gain and with a fifth of noise; without a gain just noise of 1.</summary>
    private sealed class Run
    {
        private readonly Random _random = new(7);
        private readonly List<double[]> _values = [];
        private readonly double[] _gains;
        private double _load;

        public Run(double[]? gains = null)
        {
            _gains = gains ?? Gains;
            foreach (double _ in _gains)
            {
                Model.Join(0);
            }
        }

        public JointModel Model { get; private init; } = new(StepNs);

        public bool IsBackwards { get; init; }

        public double Value(int series, int i)
        {
            while (_values.Count <= i)
            {
                _load = (0.98 * _load) + (0.2 * Normal());
                _values.Add([.. _gains.Select(gain => 1_000 + (gain == 0 ? Normal() : gain * (_load + (0.2 * Normal()))))]);
            }

            return _values[i][series];
        }

        public List<JointVerdict> Feed(int from, int count, Func<int, int, double, double>? change = null, Func<int, int, bool>? isAway = null)
        {
            List<JointVerdict> verdicts = [];
            for (int i = from; i < from + count; i++)
            {
                for (int turn = 0; turn < _gains.Length; turn++)
                {
                    int series = IsBackwards ? _gains.Length - 1 - turn : turn;
                    while (Model.TryClose(i * StepNs, out JointVerdict verdict))
                    {
                        verdicts.Add(verdict);
                    }

                    double value = Value(series, i);
                    Model.Take(series, i * StepNs, change?.Invoke(series, i, value) ?? value, 0, isAway?.Invoke(series, i) ?? false);
                }
            }

            return verdicts;
        }

        /// <summary>The same load from the beginning, and a model that goes on from a snapshot.</summary>
        public Run Copy()
        {
            using MemoryStream stream = new();
            Model.Save(new BinaryWriter(stream));
            stream.Position = 0;
            return new Run { Model = JointModel.Restore(new BinaryReader(stream)) };
        }

        private double Normal() => Math.Sqrt(-2 * Math.Log(1 - _random.NextDouble())) * Math.Cos(2 * Math.PI * _random.NextDouble());
    }
}
