using Nightjar.Core.Telemetry;

namespace Nightjar.Core.Tests.Telemetry;

public sealed class LabelsTests
{
    [Fact]
    public void Id_LabelsInAnyOrder_IsTheSame()
    {
        Labels one = Labels.Create(new Label("__name__", "up"), new Label("job", "node"));
        Labels other = Labels.Create(new Label("job", "node"), new Label("__name__", "up"));

        Assert.Equal(one, other);
        Assert.Equal(one.Id, other.Id);
    }

    [Fact]
    public void Id_NameAndValueCutDifferently_Differs()
    {
        Labels one = Labels.Create(new Label("ab", "c"));
        Labels other = Labels.Create(new Label("a", "bc"));

        Assert.NotEqual(one.Id, other.Id);
    }

    [Fact]
    public void TryCreate_NameTwice_IsRefused() =>
        Assert.False(Labels.TryCreate([new Label("a", "1"), new Label("a", "2")], out _));

    [Fact]
    public void TryCreate_EmptyValue_IsAbsent()
    {
        Assert.True(Labels.TryCreate([new Label("__name__", "up"), new Label("job", "")], out Labels labels));
        Assert.Null(labels["job"]);
        Assert.Equal(Labels.Create(new Label("__name__", "up")), labels);
    }

    [Fact]
    public void ToString_QuotesAndBackslashes_AreEscaped() =>
        Assert.Equal("m{a=\"\\\"x\\\\\"}", Labels.Create(new Label("__name__", "m"), new Label("a", "\"x\\")).ToString());
}
