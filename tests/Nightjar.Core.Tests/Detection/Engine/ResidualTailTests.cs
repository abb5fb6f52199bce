using Nightjar.Core.Detection.Engine;

namespace Nightjar.Core.Tests.Detection.Engine;

public sealed class ResidualTailTests
{
    // An alarm for nothing in a thousand days of one-minute samples, asked eight times.
    private static readonly double LogRarity = Math.Log(1 / (1_000 * 1_440 * 8.0));

    // Where the laws themselves have one in e^16.26: at 16.26 means, and at 233 scales of Student's t with three degrees of freedom, whose density
    // 6 √3 / (π (3 + x²)²) leaves 2 √3 / π · x^-3 beyond a large x.
    [Theory]
    [InlineData("exponential", 16.26)]
    [InlineData("student", 233)]
    public void Measure_TailOfAKnownLaw_IsExtrapolatedToWithinAHalf(string law, double quantile)
    {
        double[] reaches = [.. Enumerable.Range(1, 15).Select(seed => Reach(law, seed)).Order()];

        Assert.InRange(reaches[7], quantile * 0.67, quantile * 1.5);
    }

    [Fact]
    public void Measure_NormalTail_IsNotTakenForAPower()
    {
        // Five standard deviations are the least; the law has 5.2 at this rarity.
        Assert.All(Enumerable.Range(1, 15), seed => Assert.InRange(Reach("normal", seed), 4.9, 6.2));
    }

    private static double Reach(string law, int seed)
    {
        Random random = new(seed);
        ResidualTail tail = default;
        for (int i = 0; i < 40_000; i++)
        {
            tail.Observe(Of(law, random), 1e9);
        }

        tail.Measure(LogRarity);
        return tail.Outlook(Channel.Sample, 0, 0, 0).Above;
    }

    private static double Of(string law, Random random) => law switch
    {
        "exponential" => -Math.Log(1 - random.NextDouble()),
        "normal" => Signals.Normal(random),
        _ => Signals.HeavyTailed(random),
    };
}
