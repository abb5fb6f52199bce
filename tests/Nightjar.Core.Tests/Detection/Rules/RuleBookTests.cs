using Nightjar.Core.Detection.Rules;
using Nightjar.Core.Telemetry;

namespace Nightjar.Core.Tests.Detection.Rules;

public sealed class RuleBookTests
{
    private static readonly Labels Requests = Labels.Create(new Label("__name__", "requests_total"), new Label("job", "web"));

    [Fact]
    public void Of_NoRules_IsTheDefault() => Assert.Same(SeriesRule.Default, RuleBook.Empty.Of(Requests, ":rate"));

    [Fact]
    public void Of_SeveralFit_EachSettingIsTheLastOnesThatSetsIt()
    {
        RuleBook book = new([
            new DetectionRule([], new RuleSettings { Sensitivity = 0.5, MinChange = 3 }),
            new DetectionRule([Matcher("job", MatchOperator.Equal, "web")], new RuleSettings { Sensitivity = 2 }),
            new DetectionRule([Matcher("job", MatchOperator.Equal, "db")], new RuleSettings { MinChange = 9, Mode = RuleMode.Never }),
        ], LearntSensitivity.None);

        Assert.Equal(new SeriesRule { Sensitivity = 2, MinChange = 3 }, book.Of(Requests, ":rate"));
    }

    [Theory]
    [InlineData(MatchOperator.Equal, "requests_total", ":rate", true)]
    [InlineData(MatchOperator.Equal, "requests_total:rate", ":rate", true)]
    [InlineData(MatchOperator.Equal, "requests_total:p99", ":rate", false)]
    [InlineData(MatchOperator.Matches, ".*:rate", ":rate", true)]
    [InlineData(MatchOperator.Matches, "requests.*l", ":rate", true)]
    [InlineData(MatchOperator.Matches, "requests", ":rate", false)]
    [InlineData(MatchOperator.NotEqual, "requests_total", ":rate", false)]
    [InlineData(MatchOperator.NotEqual, "requests_total:rate", ":rate", false)]
    [InlineData(MatchOperator.NotEqual, "requests_total:p99", ":rate", true)]
    [InlineData(MatchOperator.NotMatches, ".*:rate", ":rate", false)]
    [InlineData(MatchOperator.NotMatches, ".*:rate", "", true)]
    public void Fits_Name_MeansTheRawSeriesOrTheDerivedOne(MatchOperator comparison, string value, string ending, bool expected) =>
        Assert.Equal(expected, new DetectionRule([Matcher("__name__", comparison, value)], new RuleSettings()).Fits(Requests, "requests_total" + ending));

    [Theory]
    [InlineData(MatchOperator.Equal, "", true)]
    [InlineData(MatchOperator.NotEqual, "", false)]
    [InlineData(MatchOperator.Matches, ".+", false)]
    [InlineData(MatchOperator.NotMatches, ".+", true)]
    public void Fits_AbsentLabel_IsEmpty(MatchOperator comparison, string value, bool expected) =>
        Assert.Equal(expected, new DetectionRule([Matcher("zone", comparison, value)], new RuleSettings()).Fits(Requests, "requests_total"));

    [Fact]
    public void Of_SeriesAsScored_IsTheSameRule()
    {
        RuleBook book = new([new DetectionRule([Matcher("__name__", MatchOperator.Equal, "requests_total:rate")], new RuleSettings { MinChange = 7 })], LearntSensitivity.None);

        Assert.Equal(7, book.Of(DerivedSeries.Of(Requests, ":rate")).MinChange);
        Assert.Equal(0, book.Of(Requests).MinChange);
    }

    [Theory]
    [InlineData(0.0, null, null, null, "sensitivity")]
    [InlineData(double.NaN, null, null, null, "sensitivity")]
    [InlineData(null, -1.0, null, null, "minChange")]
    [InlineData(null, null, double.NaN, null, "lower")]
    [InlineData(null, null, 1.0, double.PositiveInfinity, "upper")]
    [InlineData(null, null, 2.0, 2.0, "lower")]
    [InlineData(null, null, null, null, "match")]
    public void Problems_WhatCannotBeMeant_NamesTheSetting(double? sensitivity, double? minChange, double? lower, double? upper, string setting) =>
        Assert.Equal([setting], new RuleSettings { Sensitivity = sensitivity, MinChange = minChange, Lower = lower, Upper = upper }.Problems().Select(found => found.Setting));

    [Fact]
    public void Problems_Sound_NoneAreFound() =>
        Assert.Empty(new RuleSettings { Sensitivity = 64, MinChange = 0, Lower = -1, Upper = 1, Direction = RuleDirection.Both }.Problems());

    private static LabelMatcher Matcher(string name, MatchOperator comparison, string value)
    {
        Assert.True(LabelMatcher.TryCreate(name, comparison, value, out LabelMatcher? matcher, out string? problem), problem);
        return Assert.IsType<LabelMatcher>(matcher);
    }
}
