using Nightjar.Core.Detection.Logs;

namespace Nightjar.Core.Tests.Detection.Logs;

public sealed class CountTailTests
{
    // Summed term by term with Python's math.lgamma, 200,000 terms.
    [Theory]
    [InlineData(1, 0.01, 0.01, -4.610166019324896)]
    [InlineData(5, 2, 2, -2.944031732572082)]
    [InlineData(30, 4, 4, -36.931928016566786)]
    [InlineData(200, 4.5, 4.5, -566.8938679554757)]
    [InlineData(5, 2, 3, -2.4310560428367785)]
    [InlineData(30, 4, 9, -12.617624750171494)]
    [InlineData(312, 22, 400, -16.732876820751923)]
    [InlineData(50, 0.8, 41, -5.600184911779885)]
    [InlineData(1000, 1, 1.5, -1092.1084996211116)]
    [InlineData(3, 4, 4, 0)]
    public void LogAtLeast_IsScipys(long count, double mean, double variance, double expected) =>
        Assert.Equal(expected, CountTail.LogAtLeast(count, mean, variance), 1e-7 * Math.Max(1, Math.Abs(expected)));
}
