using Nightjar.Core.Detection.Rules;
using Nightjar.Server.Detection.Rules;
using Nightjar.Server.Ui;

namespace Nightjar.Server.Tests.Ui;

public sealed class RuleDraftTests
{
    [Fact]
    public void Of_SavedRule_ReadsBackTheSame()
    {
        SavedRule saved = new()
        {
            Id = "r1",
            Match = "up",
            Settings = new RuleSettings { Sensitivity = 0.5, Direction = RuleDirection.Down, MinChange = 1e-9, Lower = -3, Upper = 1e15, Calendar = "night", Mode = RuleMode.Always },
            CreatedNs = 1,
            By = "Ada",
        };

        Assert.True(RuleDraft.Of(saved).TryRead(out RuleOptions options, out _));
        Assert.True(options.TryRead(out DetectionRule rule, out _));
        Assert.Equal(saved.Settings, rule.Settings);
        Assert.Equal("r1", RuleDraft.Of(saved).Id);
    }

    [Fact]
    public void TryRead_EmptyFields_SetNothing()
    {
        Assert.True(new RuleDraft { Match = " up " }.TryRead(out RuleOptions options, out _));
        Assert.Equal("up", options.Match);
        Assert.False(options.TryRead(out _, out IReadOnlyList<(string Setting, string Problem)> problems));
        Assert.Contains("has nothing set", problems[0].Problem, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("0,5")]
    [InlineData("much")]
    public void TryRead_NoNumber_SaysWhichField(string text)
    {
        Assert.False(new RuleDraft { MinChange = text }.TryRead(out _, out string? problem));
        Assert.Equal($"Minimum change is '{text}': write a number such as 0.5, or leave it empty.", problem);
    }
}
