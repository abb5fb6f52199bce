using Bunit;
using Nightjar.Core;
using Nightjar.Server.Ui.Controls;

namespace Nightjar.Server.Tests.Ui.Controls;

public sealed class SeverityMarkTests : BunitContext
{
    [Fact]
    public void Render_EachSeverity_HasAWordAndAShapeOfItsOwn()
    {
        HashSet<string> shapes = [];
        foreach (Severity severity in Enum.GetValues<Severity>())
        {
            IRenderedComponent<SeverityMark> mark = Render<SeverityMark>(parameters => parameters.Add(control => control.Severity, severity));

            Assert.Equal(severity.ToString().ToLowerInvariant(), mark.Find("span span").TextContent);
            Assert.True(shapes.Add(mark.Find("svg").InnerHtml), $"{severity} looks like another severity");
        }
    }

    [Fact]
    public void Render_Quiet_KeepsTheWordForScreenReaders() =>
        Assert.Equal("high", Render<SeverityMark>(parameters => parameters.Add(mark => mark.Severity, Severity.High).Add(mark => mark.Quiet, true)).Find(".nj-sr").TextContent);
}
