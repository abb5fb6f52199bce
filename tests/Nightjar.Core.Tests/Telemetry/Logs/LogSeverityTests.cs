using System.Text;
using Nightjar.Core.Telemetry.Logs;

namespace Nightjar.Core.Tests.Telemetry.Logs;

public sealed class LogSeverityTests
{
    // OpenTelemetry's logs data model, appendix B.
    [Theory]
    [InlineData("FINEST", 1, "trace")]
    [InlineData("Debug", 5, "debug")]
    [InlineData("FINE", 6, "debug")]
    [InlineData("INFO", 9, "info")]
    [InlineData("Informational", 9, "info")]
    [InlineData("notice", 10, "info")]
    [InlineData("WARNING", 13, "warn")]
    [InlineData("wrn", 13, "warn")]
    [InlineData("E", 17, "error")]
    [InlineData("SEVERE", 17, "error")]
    [InlineData("crit", 18, "error")]
    [InlineData("Alert", 19, "error")]
    [InlineData("EMERG", 21, "fatal")]
    [InlineData("FATAL", 21, "fatal")]
    public void TryParse_Word_IsOpenTelemetrysNumber(string word, byte number, string name)
    {
        Assert.True(LogSeverity.TryParse(Encoding.UTF8.GetBytes(word), out byte severity));
        Assert.Equal((number, name), (severity, LogSeverity.Name(severity)));
    }

    [Theory]
    [InlineData("")]
    [InlineData("started")]
    [InlineData("errors")]
    public void TryParse_AnotherWord_IsFalse(string word) => Assert.False(LogSeverity.TryParse(Encoding.UTF8.GetBytes(word), out _));
}
