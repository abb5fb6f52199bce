using Bunit;
using Microsoft.Extensions.DependencyInjection;
using Nightjar.Server.Ui.Controls;
using Nightjar.Server.Ui.Queries;

namespace Nightjar.Server.Tests.Ui.Controls;

public sealed class ProblemBannerTests : BunitContext
{
    [Theory]
    [InlineData("Nothing new is being kept. the disk is full", "the disk is full", null, 0, null)]
    [InlineData("Old samples cannot be written out or deleted. no room", null, "no room", 0, null)]
    [InlineData("2 files of old samples are damaged. Their samples are missing from charts and answers.", null, null, 2, null)]
    [InlineData("This page is not up to date. no answer", null, null, 0, "no answer")]
    public void Render_EachTrouble_IsSaid(string sentence, string? writing, string? upkeep, int damaged, string? reading) =>
        Assert.Equal(sentence, Banner(writing, upkeep, damaged, reading).Find("[role=alert] p").TextContent.Trim());

    [Fact]
    public void Render_NoTrouble_IsNothing() => Assert.Equal("", Banner(null, null, 0, null).Markup.Trim());

    private IRenderedComponent<ProblemBanner> Banner(string? writing, string? upkeep, int damaged, string? reading)
    {
        Services.AddSingleton(new StorageTrouble(() => writing, () => upkeep, () => new string[damaged]));
        return Render<ProblemBanner>(parameters => parameters.Add(banner => banner.Reading, reading));
    }
}
