using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using Nightjar.Core.Telemetry;
using Nightjar.Server.Ui;

namespace Nightjar.Server.Tests.Ui;

public sealed class PageUrlTests : BunitContext
{
    // 06:00 to 07:00.
    private static readonly TimeRange Chosen = RangeChoice.FromUrl("?from=2026-11-24T06:00:00Z&to=2026-11-24T07:00:00Z").Resolve(0);

    [Theory]
    [InlineData("from=2026-11-24T06:00:00Z&to=2026-11-24T07:00:00Z", 1, true)]
    [InlineData("from=2026-11-24T06:00:00Z&to=2026-11-24T07:00:00Z", 0, false)]
    [InlineData("from=2026-11-24T06:00:00Z&to=2026-11-24T08:00:00Z", 30, false)]
    [InlineData("range=1h", 1, false)]
    public void ChosenWithin_AStretchOfWhatIsShown_IsItUnlessItIsAllOrReachesBeyond(string query, int minutesAround, bool expected)
    {
        Services.AddSingleton(TimeProvider.System);
        Services.AddScoped<PageUrl>();
        Services.GetRequiredService<NavigationManager>().NavigateTo("explore?" + query);
        long aroundNs = minutesAround * Clock.NsPerMinute;

        TimeRange? chosen = Services.GetRequiredService<PageUrl>().ChosenWithin(new TimeRange(Chosen.FromNs - aroundNs, Chosen.ToNs + aroundNs));

        Assert.Equal(expected ? Chosen : null, chosen);
    }
}
