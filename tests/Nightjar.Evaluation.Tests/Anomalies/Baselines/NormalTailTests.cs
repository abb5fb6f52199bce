using Nightjar.Evaluation.Anomalies.Baselines;

namespace Nightjar.Evaluation.Tests.Anomalies.Baselines;

public sealed class NormalTailTests
{
    // erfc of the C library.
    [Theory]
    [InlineData(0, 0.5)]
    [InlineData(0.1, 0.460172162722971)]
    [InlineData(1, 0.15865525393145707)]
    [InlineData(2.5, 0.006209665325776139)]
    [InlineData(3, 0.0013498980316300957)]
    [InlineData(3.5, 0.00023262907903552504)]
    [InlineData(6, 9.865876450377012e-10)]
    [InlineData(8.2, 1.2019351542735898e-16)]
    [InlineData(20, 2.7536241186063314e-89)]
    public void Beyond_Distances_IsTheTail(double z, double expected) => Assert.Equal(1, NormalTail.Beyond(z) / expected, 1e-11);

    [Fact]
    public void Beyond_Infinity_IsNothing() => Assert.Equal(0, NormalTail.Beyond(double.PositiveInfinity));
}
