using Nightjar.Core.Telemetry;
using Nightjar.Server.Api.Prometheus;
using Nightjar.Storage.Telemetry;

namespace Nightjar.Server.Tests.Api.Prometheus;

public sealed class SampleWindowTests
{
    private const long Second = Clock.NsPerSecond;

    [Theory]
    [InlineData(99, null)]
    [InlineData(100, 1.0)]
    [InlineData(399, 1.0)]
    [InlineData(400, 1.0)] // the far end of the look-back counts
    [InlineData(401, null)]
    public void TryAt_OneSample_CountsForTheLookBack(long atSeconds, double? expected)
    {
        SamplePoint[] samples = [new(100 * Second, 1)];
        int cursor = 0;
        bool found = SampleWindow.TryAt(samples, atSeconds * Second, ref cursor, out double value);
        Assert.Equal(expected, found ? value : null);
    }

    [Fact]
    public void TryAt_StaleMarker_EndsTheLookBackUntilTheNextSample()
    {
        SamplePoint[] samples = [new(0, 1), new(10 * Second, StaleMarker.Value), new(30 * Second, double.NaN)];
        int cursor = 0;
        Assert.True(SampleWindow.TryAt(samples, 9 * Second, ref cursor, out _));
        Assert.False(SampleWindow.TryAt(samples, 10 * Second, ref cursor, out _));
        Assert.False(SampleWindow.TryAt(samples, 29 * Second, ref cursor, out _));
        Assert.True(SampleWindow.TryAt(samples, 30 * Second, ref cursor, out double ordinaryNaN));
        Assert.True(double.IsNaN(ordinaryNaN));
    }
}
