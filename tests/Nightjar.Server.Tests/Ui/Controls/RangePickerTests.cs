using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using Nightjar.Server.Ui;
using Nightjar.Server.Ui.Layout;

namespace Nightjar.Server.Tests.Ui.Controls;

public sealed class RangePickerTests : BunitContext
{
    public RangePickerTests()
    {
        Services.AddSingleton(TimeProvider.System);
        Services.AddScoped<PageUrl>();
    }

    private NavigationManager Navigation => Services.GetRequiredService<NavigationManager>();

    [Fact]
    public void Click_ARange_PutsItIntoTheUrlAndKeepsTheRest()
    {
        Navigation.NavigateTo("explore?s=x&range=6h");
        IRenderedComponent<RangePicker> picker = Render<RangePicker>();

        picker.FindAll("button").Single(button => button.TextContent == "7d").Click();

        Assert.Equal("explore?s=x&range=7d", Navigation.ToBaseRelativePath(Navigation.Uri));
        Assert.Equal("7d", picker.Find("[aria-pressed=true]").TextContent);
    }

    [Fact]
    public void Click_TheDefault_LeavesTheUrlClean()
    {
        Navigation.NavigateTo("incidents?from=2026-11-24T06:00:00Z&to=2026-11-24T07:00:00Z");
        IRenderedComponent<RangePicker> picker = Render<RangePicker>();

        picker.FindAll("button").Single(button => button.TextContent == "Live").Click();

        Assert.Equal("incidents", Navigation.ToBaseRelativePath(Navigation.Uri));
    }
}
