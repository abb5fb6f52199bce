using Nightjar.Commands.Backtest;
using Nightjar.Commands.Client;
using Nightjar.Core.Detection.Rules;
using Nightjar.Core.Telemetry;
using Nightjar.Evaluation.Tuning;
using Nightjar.Server.Api.V1;
using Nightjar.Server.Detection.Rules;
using Nightjar.Storage.State;

namespace Nightjar.Commands.Tune;

/// <summary>The rules there are and what people have said, of a server or of the directory it would hold.</summary>
/// <param name="Rules">With what the words have made of sensitivities.</param>
/// <param name="Words">All of them.</param>
internal sealed record KnownRules(TuningRules Rules, IReadOnlyList<SaidWord> Words)
{
    private const int PageSize = 1_000;

    /// <summary>Asks a server; calendars are read here, from the files of the directory that it holds.</summary>
    public static async Task<KnownRules> ReadAsync(ServerClient server, string directory, long fromNs, CancellationToken cancellation)
    {
        IReadOnlyList<RuleRecord> rules = await server.GetAsync("rules", TuneJson.Default.IReadOnlyListRuleRecord, cancellation);
        List<SaidWord> words = [];
        for (int? offset = 0; offset is { } from;)
        {
            Page<FeedbackRecord> page = await server.GetAsync($"feedback?limit={PageSize}&offset={from}", TuneJson.Default.PageFeedbackRecord, cancellation);
            foreach (FeedbackRecord said in page.Items)
            {
                AnomalyRecord? anomaly = await server.FindAsync($"anomalies/{said.Anomaly}", TuneJson.Default.AnomalyRecord, cancellation);
                Feedback feedback = FeedbackOf(said);
                words.Add(anomaly is null
                    ? new SaidWord(feedback, null)
                    : SaidWord.Of(feedback, anomaly.Kind, anomaly.Direction, anomaly.Start.ToUnixNs(), anomaly.Last.ToUnixNs()));
            }

            offset = page.NextOffset;
        }

        return Of(
            ConfiguredRules.Read(directory, fromNs) with { Rules = [.. rules.Where(rule => rule.Id is null).Select(RuleOf)] },
            rules.Where(rule => rule.Id is not null).Select(RuleOf),
            words);
    }

    /// <summary>Reads a directory that no server holds.</summary>
    public static async Task<KnownRules> ReadAsync(string directory, long fromNs, CancellationToken cancellation)
    {
        ConfiguredRules configured = ConfiguredRules.Read(directory, fromNs);
        if (!File.Exists(Path.Combine(directory, StateStore.FileName)))
        {
            return Of(configured, [], []);
        }

        using StateStore state = StateStore.Open(directory);
        List<SaidWord> words = [];
        foreach (Feedback said in await state.FeedbackAsync(cancellation))
        {
            words.Add(await state.AnomalyAsync(said.AnomalyId, cancellation) is { } anomaly
                ? SaidWord.Of(said, anomaly.Kind, anomaly.Direction, anomaly.StartNs, anomaly.LastNs)
                : new SaidWord(said, null));
        }

        IReadOnlyList<SavedRule> saved = await state.RulesAsync(cancellation);
        return Of(configured, saved.OrderBy(rule => rule.CreatedNs).ThenBy(rule => rule.Id, StringComparer.Ordinal).Select(rule => Read(RuleOptions.Of(rule))), words);
    }

    private static KnownRules Of(ConfiguredRules configured, IEnumerable<DetectionRule> saved, IReadOnlyList<SaidWord> words) =>
        new(new TuningRules(configured.Rules, [.. saved], new LearntSensitivity(words.Select(word => word.Feedback)), configured.Calendars) { Detector = configured.Detector }, words);

    private static DetectionRule RuleOf(RuleRecord record) => Read(new RuleOptions
    {
        Match = record.Match,
        Sensitivity = record.Sensitivity,
        Direction = record.Direction,
        MinChange = record.MinChange,
        Lower = record.Lower,
        Upper = record.Upper,
        Calendar = record.Calendar,
        Mode = record.Mode,
    });

    private static DetectionRule Read(RuleOptions options) => options.TryRead(out DetectionRule rule, out _)
        ? rule
        : throw new CommandException($"The rule for {options.Match} cannot be used by this version: change or remove it on the page Rules.", ExitCode.Failed);

    private static Feedback FeedbackOf(FeedbackRecord said) => new()
    {
        AnomalyId = said.Anomaly,
        Series = Labels.Create(SelectorText.Matchers(said.Series).Select(matcher => new Label(matcher.Name, matcher.Value))),
        EntityKind = said.EntityKind,
        Word = said.Word,
        Times = said.Times,
        TimeNs = said.Time.ToUnixNs(),
        By = said.By,
    };
}
