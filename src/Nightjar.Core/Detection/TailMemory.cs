namespace Nightjar.Core.Detection;

/// <summary>
/// How far one side of a series has strayed in the past, and from it the bar that a value must pass to be called abnormal: a
/// threshold calibrated on the series' own excesses, as in "Anomaly Detection in Streams with Extreme Value Theory" (Siffer,
/// Fouque, Termier, Largouet, 2017), with a decaying maximum in place of the fitted tail: five numbers, no refit.
/// </summary>
/// <remarks>
/// What is remembered is the height of whole excursions, each once and only when it is over: an excursion under way must not
/// raise the bar that it is measured by, else a slow climb would never be seen.
/// </remarks>
public struct TailMemory
{
    // An excursion starts well outside ordinary noise and is over when it is back inside it.
    private const float Start = 2.5f;
    private const float End = 1.25f;

    // Beyond the highest seen, as the next record of a random series is seldom more than a fourth higher than all before.
    private const double Margin = 1.25;

    // A record over few samples says little about the next one: half as much again at 60 samples, gone after a thousand.
    private const double SmallSample = 30;

    // What was called abnormal is not taken for usual at once: the bar at most trebles with each short event.
    private const double GrowthPerEvent = 3;

    // Bursts of a minute or two are how many series live. What stays outside for longer is a fault more often than a habit, and the
    // next one of its height must be news, too.
    private const double LongSeconds = 180;
    private const double GrowthPerLongEvent = 1.5;

    // What happens once a day, or once a week, is usual: the memory loses a seventh a day.
    private const double MemorySeconds = 7 * 86_400;

    private float _highest;
    private float _excursion;

    /// <summary>The |z| from which a value is outside.</summary>
    /// <param name="baseBar">The lowest bar.</param>
    /// <param name="learnt">Samples that the expectation rests on, at least 1.</param>
    public readonly double Bar(double baseBar, int learnt) => Math.Max(baseBar, _highest) * (Margin + (SmallSample / learnt));

    /// <summary>Takes note of the strength of the newest samples.</summary>
    /// <param name="strength">How far the last few samples agree to lie outside on this side, in z.</param>
    /// <param name="seconds">Since the sample before.</param>
    /// <param name="bar">As it stands.</param>
    /// <param name="abnormalSeconds">How long values have been called abnormal until now, or until a moment ago.</param>
    /// <param name="learning">True while nothing is judged: then all that is seen is usual.</param>
    public void Observe(float strength, double seconds, double bar, double abnormalSeconds, bool learning) // hot
    {
        _highest *= (float)Math.Max(0, 1 - (seconds / MemorySeconds));
        if (learning)
        {
            _highest = Math.Max(_highest, strength);
        }
        else if (strength > Start || (_excursion > 0 && strength > End))
        {
            _excursion = Math.Max(_excursion, strength);
        }
        else if (_excursion > 0)
        {
            double growth = abnormalSeconds > LongSeconds ? GrowthPerLongEvent : GrowthPerEvent;
            _highest = (float)Math.Max(_highest, Math.Min(_excursion, growth * bar / Margin));
            _excursion = 0;
        }
    }
}
