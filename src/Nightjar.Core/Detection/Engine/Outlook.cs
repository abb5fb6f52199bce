namespace Nightjar.Core.Detection.Engine;

/// <summary>What was expected of a sample, and how far it may stray. All in the unit of the series.</summary>
/// <param name="Channel">Who says so.</param>
/// <param name="Expected">Before the sample was seen.</param>
/// <param name="Seen">What is compared with it: the sample, or the mean of the newest ones.</param>
/// <param name="Below">How far below the expected is still ordinary, at least 0.</param>
/// <param name="Above">How far above.</param>
public readonly record struct Outlook(Channel Channel, double Expected, double Seen, double Below, double Above)
{
    /// <summary>Distance of the seen from the expected in widths of the range on its side; beyond 1 it is outside.</summary>
    public double Times
    {
        get
        {
            double distance = Math.Abs(Seen - Expected);
            double reach = Seen < Expected ? Below : Above;
            return distance == 0 ? 0 : reach > 0 ? distance / reach : double.MaxValue;
        }
    }
}
