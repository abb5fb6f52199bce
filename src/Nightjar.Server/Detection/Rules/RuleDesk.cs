using System.Globalization;
using Nightjar.Core.Detection.Rules;
using Nightjar.Core.Telemetry;
using Nightjar.Storage.State;

namespace Nightjar.Server.Detection.Rules;

/// <summary>What people set and say about detection; for the pages and the API. Kept before it counts. Thread-safe.</summary>
public sealed class RuleDesk(StateStore state, DetectionRules rules, TimeProvider time) : IDisposable
{
    /// <summary>Most rules kept: every series is held against each of them when one changes.</summary>
    public const int MaxRules = 1_000;

    private readonly SemaphoreSlim _turn = new(1, 1);

    /// <inheritdoc />
    public void Dispose() => _turn.Dispose();

    /// <summary>Takes a word on an anomaly in place of an earlier one. Null when there is no such anomaly.</summary>
    /// <exception cref="Nightjar.Storage.StorageException">It could not be kept.</exception>
    public async Task<Feedback?> SayAsync(string anomalyId, FeedbackWord word, string who, CancellationToken cancellation)
    {
        if (await state.AnomalyAsync(anomalyId, cancellation) is not { } anomaly)
        {
            return null;
        }

        Feedback said = Feedback.Of(anomaly, word, time.NowNs(), who);
        await state.SaveAsync(new StateChanges { Feedback = [said] }, cancellation);
        await rules.ReloadAsync(cancellation);
        return said;
    }

    /// <summary>Takes the word on an anomaly back, with all it has done. False when nothing was said.</summary>
    /// <exception cref="Nightjar.Storage.StorageException">It could not be deleted.</exception>
    public async Task<bool> TakeBackAsync(string anomalyId, CancellationToken cancellation)
    {
        bool removed = await state.RemoveFeedbackAsync(anomalyId, cancellation);
        await rules.ReloadAsync(cancellation);
        return removed;
    }

    /// <summary>Makes a rule, or changes the saved one of an id, which keeps its place.</summary>
    /// <exception cref="Nightjar.Storage.StorageException">It could not be kept.</exception>
    public async Task<RuleOutcome> SaveAsync(string? id, RuleOptions written, string who, CancellationToken cancellation)
    {
        if (!written.TryRead(out DetectionRule rule, out IReadOnlyList<(string Setting, string Problem)> problems))
        {
            string sentence = string.Join("; ", problems.Select(found => $"{found.Setting} {found.Problem}".Trim()));
            return new RuleOutcome(null, sentence + ".");
        }

        if (rules.ProblemOf(written.Calendar) is { } problem)
        {
            return new RuleOutcome(null, problem + ".");
        }

        // One after another: the next rule must come after this one, and the bound must hold.
        await _turn.WaitAsync(cancellation);
        try
        {
            SavedRule[] saved = [.. rules.Now.Rules.Select(listed => listed.Saved).OfType<SavedRule>()];
            SavedRule? before = id is null ? null : Array.Find(saved, one => one.Id == id);
            if (id is not null && before is null)
            {
                return new RuleOutcome(null, $"There is no rule {id} that was made here; one of the configuration is changed there.", IsMissing: true);
            }

            if (before is null && saved.Length >= MaxRules)
            {
                return new RuleOutcome(null, $"There are {MaxRules} rules, which is the limit: remove one, or use patterns to say with one what several say.");
            }

            long createdNs = before?.CreatedNs ?? Math.Max(time.NowNs(), saved.Select(one => one.CreatedNs + 1).DefaultIfEmpty().Max());
            SavedRule changed = new()
            {
                Id = id ?? createdNs.ToString("x", CultureInfo.InvariantCulture),
                Match = written.Match,
                Settings = rule.Settings,
                CreatedNs = createdNs,
                By = who,
            };
            await state.SaveAsync(new StateChanges { Rules = [changed] }, cancellation);
            await rules.ReloadAsync(cancellation);
            return new RuleOutcome(changed, null);
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>Removes a saved rule. False when there is none.</summary>
    /// <exception cref="Nightjar.Storage.StorageException">It could not be deleted.</exception>
    public async Task<bool> RemoveAsync(string id, CancellationToken cancellation)
    {
        bool removed = await state.RemoveRuleAsync(id, cancellation);
        await rules.ReloadAsync(cancellation);
        return removed;
    }
}
