using Bunit;
using Microsoft.Extensions.DependencyInjection;
using Nightjar.Core.Telemetry;
using Nightjar.Server.Detection;
using Nightjar.Server.Ui.Controls;
using Nightjar.Server.Ui.Queries;

namespace Nightjar.Server.Tests.Ui.Queries;

public sealed class OverviewTitleTests : BunitContext
{
    private static readonly DetectionStatus.Snapshot Learnt = new(IsRestoring: false, 0, 5, null, 0, 0, 0, 0, 0);

    public static TheoryData<string, DetectionStatus.Snapshot, string?, int, int> States() => new()
    {
        { "Nothing is wrong", Learnt, null, 2, 0 },
        { "Waiting for the first samples", Learnt, null, 0, 0 },
        { "Learning what is normal: first verdicts in about 8 min", Learnt with { Judged = 0, Learning = 5, FirstVerdictsIn = TimeSpan.FromMinutes(7.5) }, null, 2, 0 },
        { "Learning what is normal", Learnt with { Judged = 0 }, null, 2, 0 },
        { "Taking up what was learnt before the restart", Learnt with { IsRestoring = true }, null, 2, 0 },
        { "Storage is failing: what is wrong now cannot be told", Learnt, "the disk is full", 2, 0 },
        { "No incident is open; 1 entity sends no data", Learnt, null, 2, 1 },
        { "No data comes in", Learnt, null, 0, 3 },
    };

    [Theory]
    [MemberData(nameof(States))]
    public void Render_EachState_SaysItAndIsCalmOnlyWhenAllIsWell(string title, DetectionStatus.Snapshot learnt, string? failure, int normal, int silent)
    {
        Services.AddMetrics();
        Services.AddSingleton<DetectionStatus>();
        Services.AddSingleton(new StorageTrouble(() => failure, () => null, () => []));
        Services.GetRequiredService<DetectionStatus>().Publish(learnt);
        EntityHealth[] entities =
        [
            .. Enumerable.Range(0, normal).Select(i => Entity(i, silent: false)),
            .. Enumerable.Range(normal, silent).Select(i => Entity(i, silent: true)),
            Entity(99, silent: true) with { Ended = true },
        ];

        IRenderedComponent<VerdictHead> head = Render<VerdictHead>(parameters =>
            parameters.Add(control => control.View, new OverviewView([], entities, null, [], [])));

        Assert.Equal(title, head.Find("h1").TextContent);
        Assert.Equal(title == "Nothing is wrong", head.FindAll(".nj-ok").Count == 1);
    }

    private static EntityHealth Entity(int i, bool silent) =>
        new(new Entity(new EntityId($"host/web-{i}"), EntityKind.Host, $"web-{i}", null), 0, [], null, 1, silent, Ended: false);
}
