using Nightjar.Core.Telemetry;

namespace Nightjar.Core.Detection;

/// <summary>The most abnormal sample that a series had in one minute.</summary>
/// <param name="Series">The series that was judged, raw or derived.</param>
/// <param name="Minute">Minutes since 1970 UTC.</param>
/// <param name="Point">Evidence of that sample: <see cref="Engine.Abnormality.Point"/>, at least <see cref="AbnormalMinutes.Bar"/>.</param>
public readonly record struct AbnormalMinute(SeriesId Series, int Minute, float Point)
{
    /// <summary>When the minute begins, ns since 1970 UTC.</summary>
    public long TimeNs => Minute * Clock.NsPerMinute;

    /// <summary>The minute a time lies in; times beyond the range of the type lie in its first or last.</summary>
    public static int Of(long timeNs) => (int)Math.Clamp(timeNs / Clock.NsPerMinute, int.MinValue, int.MaxValue);
}
