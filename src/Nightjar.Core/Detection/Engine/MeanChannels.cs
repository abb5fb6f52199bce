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

    // One sample moves a short mean like one of at most five mean deviations: far out alone it is asked for as a sample, not as a shift.
    private const double Clip = 5;

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

    /// <summary>How far the short mean usually strays from the slow one.</summary>
    public readonly double UsualShift => _levelTail.Deviation;

    /// <summary>How far the series lies from its season of late.</summary>
    public readonly double SeasonOffset => _seasonOffset;

    /// <summary>Takes the first value.</summary>
    public void Begin(double value) => _short = _base = value;

    /// <summary>Goes on after a pause, from this value; how far the season lies from its profile is still believed.</summary>
    public void Resume(double value)
    {
        _base = value;
        ComeBack();
    }

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

    /// <summary>Judges the means with this sample; <see cref="Learn"/> follows where it is ordinary.</summary>
    /// <param name="value">The sample.</param>
    /// <param name="followed">What the season says; NaN where it says nothing.</param>
    /// <param name="deviation">Mean distance of a sample from the mean of the newest ones; 0 when not known yet.</param>
    /// <param name="leastReach">A distance that is ordinary for a sample in any case.</param>
    /// <param name="at">What else is known.</param>
    /// <param name="sharpest">What was said of the sample alone.</param>
    /// <returns>The one that is furthest outside, or <paramref name="sharpest"/> where no mean is.</returns>
    public Outlook Judge(double value, double followed, double deviation, double leastReach, in Circumstances at, in Outlook sharpest) // hot
    {
        double least = leastReach * MeanShare;
        double most = deviation > 0 ? Clip * deviation : double.MaxValue;
        _short += Math.Clamp(value - _short, -most, most) * Math.Max(ShortRate, 1.0 / (at.Seen + 1));
        Outlook worst = Further(sharpest, _levelTail.Outlook(Channel.Level, _base, _short, least));
        if (!IsSeasonKnown(followed, at))
        {
            return worst;
        }

        double miss = value - followed;
        _seasonShort += Math.Clamp(miss - _seasonShort, -most, most) * Math.Max(Early, ShortRate);
        if (at.IsOneWay || !(_seasonTail.Deviation < ClearlyBetter * _levelTail.Deviation))
        {
            return worst;
        }

        worst = Further(worst, _seasonTail.Outlook(Channel.Season, followed + _seasonOffset, followed + _seasonShort, least));
        return at.AgeNs < WeekKnownNs
            ? worst
            : Further(worst, _rhythmTail.Outlook(Channel.Rhythm, followed + _rhythmOffset, followed + Rhythm(miss), least));
    }

    /// <summary>Learns the sample that was judged last.</summary>
    public void Learn(double value, double followed, in Circumstances at) // hot
    {
        _levelTail.Observe(_short - _base, at.Memory);
        _base += (value - _base) * Math.Max(1.0 / (at.Seen + 1), 1 / SlowSamples);
        if (!IsSeasonKnown(followed, at))
        {
            return;
        }

        if (!_weekKnown && at.AgeNs >= WeeksKnownNs)
        {
            _weekKnown = true;
            _seasonTail.Restart();
            _rhythmTail.Restart();
        }

        double miss = value - followed;
        _seasonTail.Observe(_seasonShort - _seasonOffset, at.Memory);
        _seasonOffset += (miss - _seasonOffset) * Math.Max(Early, 1 / SlowSamples);
        _rhythm = Rhythm(miss);
        _rhythmTail.Observe(_rhythm - _rhythmOffset, at.Memory);
        _rhythmOffset += (miss - _rhythmOffset) * Math.Max(Early, Math.Min(1, at.Interval / DaySeconds));
        _seasonSeen = _seasonSeen == int.MaxValue ? _seasonSeen : _seasonSeen + 1;
    }

    private static bool IsSeasonKnown(double followed, in Circumstances at) => !double.IsNaN(followed) && at.AgeNs >= DayNs;

    private readonly double Early => 1.0 / (_seasonSeen + 1);

    private readonly double Rhythm(double miss) => _rhythm + ((miss - _rhythm) * Math.Max(Early, 1 / RhythmSamples));

    private static Outlook Further(in Outlook one, in Outlook other) => other.Times > one.Times && other.Times > 1 ? other : one; // hot
}
