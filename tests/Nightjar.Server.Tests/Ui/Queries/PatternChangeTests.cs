using Nightjar.Server.Ui.Queries;

namespace Nightjar.Server.Tests.Ui.Queries;

public class PatternChangeTests
{
    [Theory]
    [InlineData(0, 1, 1, PatternChangeKind.New)]
    [InlineData(1, 0, 1, PatternChangeKind.Gone)]
    [InlineData(20, 80, 1, PatternChangeKind.More)]
    [InlineData(80, 20, 1, PatternChangeKind.Fewer)]
    [InlineData(1, 4, 1, null)] // four times as many, and so few that chance does it
    [InlineData(10_000, 12_000, 1, null)] // not by chance, and not twice as many
    [InlineData(100, 1_000, 10, null)] // ten times as many in ten times as long
    [InlineData(100, 100, 10, PatternChangeKind.Fewer)]
    public void Between_TwoCounts_TellsWhatIsMoreThanChance(long before, long now, int timesAsLong, PatternChangeKind? kind)
    {
        IReadOnlyList<PatternChange> changes = PatternChange.Between(Lines(before), TimeSpan.FromHours(1), Lines(now), TimeSpan.FromHours(timesAsLong));

        Assert.Equal(kind, changes.Count == 0 ? null : Assert.Single(changes).Kind);
    }

    private static IReadOnlyList<PatternLines> Lines(long count) => count == 0 ? [] : [new PatternLines("1.1", "web", "disk full", "disk full", 9, count, 0, 1)];
}
