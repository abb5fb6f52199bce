using Nightjar.Core.Telemetry;

namespace Nightjar.Core.Detection.Engine;

/// <summary>
/// Asks of means of the newest samples whether they have left the level, the time of day, or the pattern of day and week: a shift that
/// no single sample shows. Plain memory, about 560 bytes; O(1), 0 B allocated a sample.
/// </summary>
public struct MeanChannels
{
    // A shift of three deviations is seen under noise in means over nine samples (rate 1/5); what it is compared with moves slowly.
    private const double ShortRate = 0.2;
    private const double SlowSamples = 100;

    // A break of the pattern is looked for over half an hour at one-minute samples; what it is compared with moves within a day.
    private const double RhythmSamples = 30;
    private const double DaySeconds = 86_400;
    private static readonly long DayNs = (long)DaySeconds * Clock.NsPerSecond;

    // What is too little for a sample to stray is not too little for a mean.
    private const double MeanShare = 0.4;

    // The season is asked where means stray from it by less than seven tenths of how they stray from the level.
    private const double ClearlyBetter = 0.7;

    // Weekends differ: what the day does not say is not missed before a week, and a day more, has been seen.
    private static readonly long WeekKnownNs = 8 * DayNs;

    // How far the season strays while weekends are still unknown says nothing of how far it does once they are: with two weeks seen it
    // is measured anew, and after two more days believed.
    private static readonly long WeeksKnownNs = 14 * DayNs;
    private static readonly long RestartNs = 2 * DayNs;

    // Of means that overlap fewer can be wrong by themselves.
    private static readonly double ShortLog = Math.Log(1 / ShortRate);
    private static readonly double RhythmLog = Math.Log(RhythmSamples);

    private ResidualTail _levelTail;
    private ResidualTail _seasonTail;
    private ResidualTail _rhythmTail;

    // The mean of the newest values, and the slow one that it is compared with, without what was abnormal.
    private double _short;
    private double _base;

    // The same two of the distance from the season, and two slower ones.
    private double _seasonShort;
    private double _seasonOffset;
    private double _rhythm;
    private double _rhythmOffset;
    private int _seasonSeen;
    private bool _weekKnown;

    /// <summary>Takes the first value.</summary>
    public void Begin(double value) => _short = _base = value;

    /// <summary>What was abnormal has ended, and counts for nothing.</summary>
    public void ComeBack()
    {
        _short = _base;
        _seasonShort = _seasonOffset;
        _rhythm = _rhythmOffset;
    }

    /// <summary>What was abnormal is what is usual from now on.</summary>
    /// <param name="level">Where it lies.</param>
    public void TakeOver(double level)
    {
        _base = level;
        _seasonOffset = _rhythmOffset = _rhythm = _seasonShort;
    }

    /// <summary>Measures the tail of one of the channels again: 0 level, 1 season, 2 rhythm; others are none.</summary>
    public void Measure(int channel, long ageNs, double logRarity)
    {
        bool believed = !_weekKnown || ageNs >= WeeksKnownNs + RestartNs;
        switch (channel)
        {
            case 0: _levelTail.Measure(logRarity + ShortLog); break;
            case 1 when believed: _seasonTail.Measure(logRarity + ShortLog); break;
            case 2 when believed: _rhythmTail.Measure(logRarity + RhythmLog); break;
        }
    }

    /// <summary>Judges the means with this sample, then learns it.</summary>
    /// <param name="value">The sample.</param>
    /// <param name="followed">What the season says; NaN where it says nothing.</param>
    /// <param name="at">What else is known.</param>
    /// <param name="sharpest">What was said of the sample alone.</param>
    /// <returns>The one that is furthest outside, or <paramref name="sharpest"/> where no mean is.</returns>
    public Outlook Observe(double value, double followed, in Circumstances at, in Outlook sharpest) // hot
    {
        double least = at.LeastReach * MeanShare;
        _short += (value - _short) * Math.Max(ShortRate, 1.0 / (at.Seen + 1));
        Outlook worst = Further(sharpest, Ask(ref _levelTail, Channel.Level, _base, _short, least, at));
        _base += at.Ordinary ? (value - _base) * Math.Max(1.0 / (at.Seen + 1), 1 / SlowSamples) : 0;
        return double.IsNaN(followed) || at.AgeNs < DayNs ? worst : Season(value, followed, least, at, worst);
    }

    private Outlook Season(double value, double followed, double least, in Circumstances at, in Outlook worst) // hot
    {
        double miss = value - followed;
        _seasonSeen = _seasonSeen == int.MaxValue ? _seasonSeen : _seasonSeen + 1;
        double early = 1.0 / _seasonSeen;
        _seasonShort += (miss - _seasonShort) * Math.Max(early, ShortRate);
        if (!_weekKnown && at.AgeNs >= WeeksKnownNs)
        {
            _weekKnown = true;
            _seasonTail.Restart();
            _rhythmTail.Restart();
        }

        bool isBetter = !at.IsOneWay && _seasonTail.Deviation < ClearlyBetter * _levelTail.Deviation;
        Outlook season = Ask(ref _seasonTail, Channel.Season, followed + _seasonOffset, followed + _seasonShort, least, at);
        if (at.Ordinary)
        {
            _seasonOffset += (miss - _seasonOffset) * Math.Max(early, 1 / SlowSamples);
            _rhythm += (miss - _rhythm) * Math.Max(early, 1 / RhythmSamples);
        }

        Outlook rhythm = Ask(ref _rhythmTail, Channel.Rhythm, followed + _rhythmOffset, followed + _rhythm, least, at);
        _rhythmOffset += at.Ordinary ? (miss - _rhythmOffset) * Math.Max(early, Math.Min(1, at.Interval / DaySeconds)) : 0;
        Outlook further = isBetter ? Further(worst, season) : worst;
        return isBetter && at.AgeNs >= WeekKnownNs ? Further(further, rhythm) : further;
    }

    private static Outlook Ask(ref ResidualTail tail, Channel channel, double expected, double seen, double least, in Circumstances at) // hot
    {
        Outlook outlook = tail.Outlook(channel, expected, seen, least);
        if (at.Ordinary)
        {
            tail.Observe(seen - expected, at.Memory);
        }

        return outlook;
    }

    private static Outlook Further(in Outlook one, in Outlook other) => other.Times > one.Times && other.Times > 1 ? other : one; // hot
}
