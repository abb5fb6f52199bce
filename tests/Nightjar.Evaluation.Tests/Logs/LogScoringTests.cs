using Nightjar.Evaluation.Logs;

namespace Nightjar.Evaluation.Tests.Logs;

public class LogScoringTests
{
    private static readonly LogLabels Labels = new(
        ["E1", "E1", "E2", "E2", "E3", "E4"],
        ["open <*>", "open <*>", "close <*> now", "close <*> now", "end", "begin"]);

    [Fact]
    public void Score_AllRight_IsOne()
    {
        Assert.Equal(new LogScores(1, 1, 1, 1), LogScoring.Score(Labels, [5, 5, 1, 1, 2, 3], ["open <*>", "open <*>", "close <*>  now", "close <*> now", "end", "begin"]));
    }

    [Fact]
    public void Score_OneEventSplitAndTwoJoined_CountsByHand()
    {
        // The patterns are {0}, {1}, {2, 3}, {4, 5}: only the third is an event.
        LogScores scores = LogScoring.Score(Labels, [1, 2, 3, 3, 4, 4], ["open <*>", "open x", "close <*> now", "close <*> now", "<*>", "<*>"]);

        Assert.Equal(2.0 / 6, scores.Ga);
        Assert.Equal(2.0 * 1 / (4 + 4), scores.Fga);
        Assert.Equal(3.0 / 6, scores.Pa);
        Assert.Equal(2.0 * 2 / (4 + 4), scores.Fta); // "open <*>" and "close <*> now"
    }

    [Theory]
    [InlineData("a  b ", "a b")]
    [InlineData("x <:IP:> y <NUM>", "x <*> y <*>")]
    [InlineData("at <*>:<*>.<*> <*><*>", "at <*> <*>")]
    [InlineData("id #<*>-7,", "id <*>,")]
    [InlineData("(/<*>)", "(<*>)")]
    [InlineData("blk_<*> of <*>ms", "blk_<*> of <*>ms")]
    public void Of_Template_IsComparable(string template, string expected)
    {
        Assert.Equal(expected, ComparableTemplate.Of(template));
    }
}
