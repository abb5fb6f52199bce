using FsCheck;
using FsCheck.Fluent;
using Nightjar.Core.Telemetry;
using Nightjar.Server.Ui.Text;

namespace Nightjar.Server.Tests.Ui.Text;

public class SeriesTextTests
{
    [Fact]
    public void TryParse_WhatToStringWrote_GivesTheSameLabels()
    {
        Gen<string> values = ArbMap.Default.GeneratorFor<NonEmptyString>().Select(text => text.Get);
        Gen<(string One, string Other)> pairs = from one in values from other in values select (one, other);

        Prop.ForAll(pairs.ToArbitrary(), pair =>
        {
            Labels labels = Labels.Create(new(Labels.MetricName, "x:rate"), new("a", pair.One), new("b", pair.Other));
            return SeriesText.TryParse(labels.ToString(), out Labels read) && read.Equals(labels);
        }).QuickCheckThrowOnFailure();
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("{a=\"1\"}")]
    [InlineData("x{")]
    [InlineData("x{a}")]
    [InlineData("x{a=\"1\"")]
    [InlineData("x{a=\"1}")]
    [InlineData("x{a=\"1\"} or y")]
    [InlineData("x{a=\"1\",a=\"2\"}")]
    public void TryParse_Nonsense_IsRefused(string? text) => Assert.False(SeriesText.TryParse(text, out _));

    [Fact]
    public void Tail_CommonLabels_ComeLast() =>
        Assert.Equal(
            "system_device=vda · host_name=web-1",
            SeriesText.Tail(Labels.Create(new(Labels.MetricName, "x"), new("host_name", "web-1"), new("system_device", "vda"))));
}
