using Nightjar.Core.Detection.Rules;
using Nightjar.Core.Telemetry;
using Nightjar.Server.Ui.Text;

namespace Nightjar.Server.Tests.Ui.Text;

public sealed class RuleTextTests
{
    [Fact]
    public void Settings_All_AreSaidInOneLine() => Assert.Equal(
        "judged as others, sensitivity 0.5, only above, at least 0.05 off the expected, never below 0, never above 2",
        RuleText.Settings(new RuleSettings { Mode = RuleMode.Auto, Sensitivity = 0.5, Direction = RuleDirection.Up, MinChange = 0.05, Lower = 0, Upper = 2 }));

    [Theory]
    [InlineData(FeedbackWord.NotUseful, 3, "muted to 50 % here and to 84 % on 3 series alike")]
    [InlineData(FeedbackWord.NotUseful, 0, "muted to 50 % here")]
    [InlineData(FeedbackWord.WellCaught, 1, "sharpened to 126 % here and to 106 % on 1 series alike")]
    public void Effect_OfAWord_IsSaidInNumbers(FeedbackWord word, int alike, string expected)
    {
        Feedback feedback = new()
        {
            AnomalyId = "a1",
            Series = Labels.Empty,
            EntityKind = EntityKind.Host,
            Word = word,
            Times = 2,
            TimeNs = 1,
            By = "Ada",
        };

        Assert.Equal(expected, RuleText.Effect(feedback, alike));
    }
}
