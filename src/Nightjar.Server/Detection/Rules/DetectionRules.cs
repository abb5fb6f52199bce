using System.Collections.Immutable;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Nightjar.Core.Detection.Rules;
using Nightjar.Server.Configuration;
using Nightjar.Storage.State;

namespace Nightjar.Server.Detection.Rules;

/// <summary>The rules that count now, from configuration, pages and feedback. Thread-safe: the state is replaced whole.</summary>
public sealed partial class DetectionRules : IHostedService, IDisposable
{
    private readonly ImmutableArray<ListedRule> _configured;
    private readonly EventCalendars _calendars;
    private readonly StateStore _store;
    private readonly ILogger<DetectionRules> _log;
    private readonly SemaphoreSlim _turn = new(1, 1);
    private volatile RuleState _now;

    /// <exception cref="ConfigurationException">A rule of the configuration cannot be used.</exception>
    public DetectionRules(
        IOptions<DetectionOptions> options, EventCalendars calendars, ConfigurationOrigin origin, StateStore store, ILogger<DetectionRules> log)
    {
        _calendars = calendars;
        _store = store;
        _log = log;
        _configured = [.. options.Value.Rules.Select((rule, i) => Read(rule, i, origin))];
        _now = new RuleState(new RuleBook([.. _configured.Select(rule => rule.Rule)], LearntSensitivity.None, calendars.Now), _configured, []);
    }

    /// <summary>As of now.</summary>
    public RuleState Now => _now;

    /// <summary>What Detection goes by now.</summary>
    public RuleBook Book => _now.Book;

    /// <summary>Before the first sample is scored: verdicts after a restart are those of an unbroken run.</summary>
    public Task StartAsync(CancellationToken cancellationToken) => ReloadAsync(cancellationToken);

    /// <inheritdoc />
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc />
    public void Dispose() => _turn.Dispose();

    /// <summary>Takes over what is in the store; live series go by it from their next sample on.</summary>
    /// <exception cref="Nightjar.Storage.StorageException">It cannot be read; what counted goes on to count.</exception>
    internal async Task ReloadAsync(CancellationToken cancellation)
    {
        // One after another, or a slow read of older contents would come last and stay.
        await _turn.WaitAsync(cancellation);
        try
        {
            IReadOnlyList<SavedRule> saved = await _store.RulesAsync(cancellation);
            IReadOnlyList<Feedback> feedback = await _store.FeedbackAsync(cancellation);
            ImmutableArray<ListedRule> rules =
            [
                .. _configured, .. saved.OrderBy(rule => rule.CreatedNs).ThenBy(rule => rule.Id, StringComparer.Ordinal).Select(Read).OfType<ListedRule>(),
            ];
            _now = new RuleState(
                new RuleBook([.. rules.Select(rule => rule.Rule)], new LearntSensitivity(feedback), _calendars.Now),
                rules,
                [.. feedback.OrderByDescending(word => word.TimeNs)]);
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>What is wrong with the calendar that a rule names, or null.</summary>
    internal string? ProblemOf(string? calendar) => string.IsNullOrEmpty(calendar) || _calendars.Now.ContainsKey(calendar)
        ? null
        : $"calendar is '{calendar}', which is none of detection.calendars: {(_calendars.Now.Count == 0 ? "there are none" : string.Join(", ", _calendars.Now.Keys.Order(StringComparer.Ordinal)))}";

    private ListedRule Read(RuleOptions options, int index, ConfigurationOrigin origin)
    {
        string key = $"detection:rules:{index}";
        string where = origin.Of(key);
        if (!options.TryRead(out DetectionRule rule, out IReadOnlyList<(string Setting, string Problem)> problems))
        {
            throw new ConfigurationException($"{where}: {problems[0].Setting} {problems[0].Problem}.");
        }

        return ProblemOf(options.Calendar) is { } problem
            ? throw new ConfigurationException($"{where}: {problem}.")
            : new ListedRule(rule, options.Match, null, where);
    }

    private ListedRule? Read(SavedRule saved)
    {
        if (RuleOptions.Of(saved).TryRead(out DetectionRule rule, out IReadOnlyList<(string Setting, string Problem)> problems))
        {
            return new ListedRule(rule, saved.Match, saved, "");
        }

        LogUnusable(saved.Match, $"{problems[0].Setting} {problems[0].Problem}".Trim());
        return null;
    }

    [LoggerMessage(EventId = 2101, Level = LogLevel.Warning, Message = "The saved rule for {Match} cannot be used by this version and is passed over: {Problem}.")]
    private partial void LogUnusable(string match, string problem);
}
