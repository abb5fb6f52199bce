namespace Nightjar.Core.Detection.Rules;

/// <summary>
/// What feedback does to sensitivity, in powers of two, so that words add up and taking one back leaves what the others have done.
/// Pure.
/// </summary>
public static class FeedbackSteps
{
    // "Expected" widens the range until it holds what was seen, and a tenth more; at least by a quarter, or nobody would notice, and
    // at most threefold: what is thirty times outside is not made usual by one word.
    private const double Room = 1.1;
    private static readonly double LeastWidening = Math.Log2(1.25);
    private static readonly double MostWidening = Math.Log2(3);

    // "Not useful" asks for twice the surprise; "well caught" gives back a third of that.
    private const double NotUsefulStep = -1;
    private const double WellCaughtStep = 1.0 / 3;

    // Four words of "not useful" on others are as much as one on the series itself: likeness is a guess.
    internal const double LikeShare = 0.25;

    // However much is said, a series stays within a sixteenth and the fourfold of its sensitivity, and those that are only alike
    // within the half and the double: a person who has never seen a series can neither mute it nor make it shout.
    private const double LeastOwn = -4;
    private const double GreatestOwn = 2;
    private const double GreatestLike = 1;

    /// <summary>How much one word changes the sensitivity of the series it was said of, as a power of two; below 0 is less sensitive.</summary>
    public static double Own(Feedback feedback) => feedback.Word switch
    {
        FeedbackWord.Expected => -Math.Clamp(Math.Log2(Room * Math.Max(feedback.Times, 1)), LeastWidening, MostWidening),
        FeedbackWord.NotUseful => NotUsefulStep,
        _ => WellCaughtStep,
    };

    /// <summary>The same for series of the same name on entities of the same kind.</summary>
    public static double Like(Feedback feedback) => LikeShare * Own(feedback);

    /// <summary>The factor of a series' sensitivity, 1/32 to 8.</summary>
    /// <param name="own">Sum of <see cref="Own"/> over what was said of the series.</param>
    /// <param name="like">Sum of <see cref="Like"/> over what was said of its like.</param>
    public static double Factor(double own, double like) =>
        Math.Pow(2, Math.Clamp(own, LeastOwn, GreatestOwn) + Math.Clamp(like, -GreatestLike, GreatestLike));
}
