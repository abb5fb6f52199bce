using Microsoft.AspNetCore.Components;
using Nightjar.Core.Detection.Rules;
using Nightjar.Server.Detection.Rules;
using Nightjar.Server.Ui.Queries;
using Nightjar.Storage;

namespace Nightjar.Server.Ui.Pages;

/// <summary>What people have set and said about detection, and the form to set more.</summary>
public sealed partial class Rules
{
    // There are no user accounts yet: the list can only say where a rule came from.
    private const string Who = "a viewer of this page";

    private IReadOnlyList<RuleLine> _rules = [];
    private FeedbackLine[] _words = [];
    private RuleDraft? _draft;
    private string? _problem;
    private bool _busy;

    [Inject]
    private DetectionRules Detection { get; set; } = null!; // set by the framework before anything runs

    [Inject]
    private EventCalendars Calendars { get; set; } = null!; // as above

    [Inject]
    private RuleDesk Desk { get; set; } = null!; // as above

    [Inject]
    private RuleReach Reach { get; set; } = null!; // as above

    /// <summary>Counting holds every series against every rule.</summary>
    protected override TimeSpan? Pause => TimeSpan.FromMinutes(1);

    /// <inheritdoc />
    protected override Task LoadAsync()
    {
        RuleState now = Detection.Now;
        IReadOnlyList<int> counts = Reach.Count([.. now.Rules.Select(listed => listed.Rule)]);
        _rules = [.. now.Rules.Select((listed, i) => new RuleLine(listed, counts[i]))];
        _words = [.. now.Feedback.Select(word => new FeedbackLine(word, Reach.Alike(word)))];
        return Task.CompletedTask;
    }

    private void Open(RuleDraft draft) => (_draft, _problem) = (draft, null);

    private void Close() => (_draft, _problem) = (null, null);

    private Task SaveAsync() => ActAsync(async () =>
    {
        if (_draft is not { } draft)
        {
            return null;
        }

        if (!draft.TryRead(out RuleOptions options, out string? problem))
        {
            return problem;
        }

        RuleOutcome outcome = await Desk.SaveAsync(draft.Id, options, Who, Left);
        _draft = outcome.Saved is null ? draft : null;
        return outcome.Problem;
    });

    private Task RemoveAsync(SavedRule rule) => ActAsync(async () =>
        await Desk.RemoveAsync(rule.Id, Left) ? null : "The rule was removed already.");

    private Task TakeBackAsync(Feedback word) => ActAsync(async () =>
        await Desk.TakeBackAsync(word.AnomalyId, Left) ? null : "It was taken back already.");

    /// <summary>Does it, says what stands against it, and shows how things are then.</summary>
    private async Task ActAsync(Func<Task<string?>> act)
    {
        _busy = true;
        try
        {
            _problem = await act();
        }
        catch (StorageException failure)
        {
            _problem = $"It could not be kept: {failure.Message}";
        }

        await LoadAgainAsync();
        _busy = false;
    }
}
