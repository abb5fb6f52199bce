using Nightjar.Core.Telemetry;
using Nightjar.Server.Ui.Queries;

namespace Nightjar.Server.Tests.Ui.Queries;

public class LogHistogramTests
{
    [Theory]
    [InlineData(0, 1)]
    [InlineData(90, 1)]
    [InlineData(91, 2)]
    [InlineData(3_600, 60)]
    [InlineData(86_400, 1_800)]
    [InlineData(400 * 86_400, 5 * 86_400)]
    public void StepFor_ARange_IsRoundAndFitsThePage(long seconds, long stepSeconds) =>
        Assert.Equal(stepSeconds * Clock.NsPerSecond, LogHistogram.StepFor(new TimeRange(0, seconds * Clock.NsPerSecond)));
}
