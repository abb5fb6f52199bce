using Nightjar.Core.Correlation;
using Nightjar.Core.Telemetry;
using Nightjar.Server.Ui.Text;
using Nightjar.Storage.State;

namespace Nightjar.Server.Ui.Queries;

/// <summary>Finds any place by words: pages, entities, incidents, series.</summary>
public sealed class GoToQuery(StateStore state, SeriesIndex index)
{
    // A list longer than a glance is no help: more words narrow it down.
    private const int MaxOfAKind = 6;

    /// <summary>Places that hold every word, in any order; the pages alone without a word.</summary>
    public async Task<IReadOnlyList<GoToItem>> SearchAsync(string text, CancellationToken cancellation)
    {
        string[] words = text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (words.Length == 0)
        {
            return GoToItem.Pages;
        }

        IReadOnlyList<Entity> entities = await state.EntitiesAsync(cancellation);
        IReadOnlyList<Incident> incidents = await state.IncidentsAsync(new IncidentFilter { Limit = 200 }, cancellation);
        return
        [
            .. GoToItem.Pages.Where(page => HasAll(page.Title, words)),
            .. incidents.Where(incident => HasAll($"incident {incident.Title}", words)).Take(MaxOfAKind)
                .Select(incident => new GoToItem("incident", incident.Title, incident.State.ToString().ToLowerInvariant(), "/incidents/" + incident.Id)),
            .. entities.Where(entity => HasAll($"{Spell.Kind(entity.Kind)} {entity.Id} {entity.Name}", words)).Take(MaxOfAKind)
                .Select(entity => new GoToItem(
                    Spell.Kind(entity.Kind), entity.Name, entity.RunsOn is { } on ? $"on {EntityPath.NameOf(on)}" : "", EntityPath.Of(entity.Id))),
            .. index.Search(text).Take(MaxOfAKind)
                .Select(hit => new GoToItem("series", hit.Labels.Name, SeriesText.Tail(hit.Labels), "/explore", hit.Labels.ToString())),
        ];
    }

    private static bool HasAll(string text, string[] words) => words.All(word => text.Contains(word, StringComparison.OrdinalIgnoreCase));
}
