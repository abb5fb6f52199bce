using System.Threading.Channels;
using Nightjar.Core.Telemetry;
using Nightjar.Core.Telemetry.Expressions;
using Nightjar.Server.Ingestion.Prometheus;
using Nightjar.Storage.Telemetry;

namespace Nightjar.Server.Ingestion.History;

/// <summary>Reads the past of one server into the store and on to Detection, day by day; while a day is worked on, the next is asked for.</summary>
internal sealed class HistoryImport(
    HistoryOptions options, Uri url, HistoryLane lane, SeriesDoor series, TelemetryStore store, HistoryCheckpoint checkpoint, HistoryStatus status, TimeProvider time)
{
    // Answers that wait to be worked on.
    private const int AnswersAhead = 2;

    // What is younger comes live; and a server may not have it yet.
    private static readonly TimeSpan Youngest = TimeSpan.FromMinutes(1);

    private readonly string _source = $"history {url.Authority}";
    private readonly long _started = time.GetTimestamp();
    private IReadOnlyDictionary<string, MetricFamily> _families = new Dictionary<string, MetricFamily>();
    private long _samples;
    private int _known;

    private sealed record Answer(HistoryPlan Plan, PooledBuffer Body);

    /// <summary>Does all that is not done yet; returns once it is learnt.</summary>
    /// <exception cref="HistoryException">The source cannot be read now; call it again later.</exception>
    public async Task RunAsync(CancellationToken cancellation)
    {
        string key = $"{url} {string.Join(' ', options.Match)}";
        if (checkpoint.Of(key) is { IsLearnt: true })
        {
            return;
        }

        TimeSpan last = options.Last < store.Options.RetentionAge ? options.Last : store.Options.RetentionAge;
        HistoryMark mark = checkpoint.Of(key) ?? new HistoryMark(Aligned(last), Aligned(Youngest), 0, false);
        TimeRange range = new(mark.FromNs, mark.ToNs);
        using PrometheusHistory server = new(options, url);
        IReadOnlyDictionary<string, int> names = await server.NamesAsync(range, cancellation);
        _families = await server.FamiliesAsync(cancellation);
        _known = names.Values.Sum();
        HistoryPlan[] plans = [.. HistoryPlan.Of(names, Conditions(), range, options.Step.ToNs())];
        int days = plans.Length == 0 ? 0 : plans[^1].Day + 1;
        if (mark.Days > 0)
        {
            // What an earlier run has stored is learnt from the store.
            TimeRange stored = new(range.FromNs, range.FromNs + (mark.Days * TimeSpan.FromDays(1).ToNs()) - 1);
            await lane.LearnStoredAsync(_source, names.Keys.SelectMany(store.Catalog.OfName).Select(entry => entry.Id).ToHashSet(), stored, cancellation);
        }

        Channel<Answer> answers = Channel.CreateBounded<Answer>(AnswersAhead);
        using CancellationTokenSource asked = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        Task asking = AskAsync(server, [.. plans.Where(plan => plan.Day >= mark.Days)], answers.Writer, asked.Token);
        try
        {
            mark = await TakeAllAsync(key, mark, answers.Reader, plan => Publish(server, (double)plan.Day / days), cancellation);
        }
        finally
        {
            await asked.CancelAsync();
            await asking;
        }

        await lane.HandOverAsync(cancellation);
        checkpoint.Note(key, mark with { Days = days, IsLearnt = true });
        Publish(server, 1);
    }

    private async Task<HistoryMark> TakeAllAsync(
        string key, HistoryMark mark, ChannelReader<Answer> answers, Action<HistoryPlan> tell, CancellationToken cancellation)
    {
        await foreach (Answer answer in answers.ReadAllAsync(cancellation))
        {
            using (answer.Body)
            {
                if (answer.Plan.Day > mark.Days)
                {
                    mark = mark with { Days = answer.Plan.Day };
                    checkpoint.Note(key, mark);
                }

                await TakeAsync(answer, cancellation);
            }

            tell(answer.Plan);
        }

        return mark;
    }

    /// <summary>Whole steps, so that every server gives samples of the same times, asked again or not.</summary>
    private long Aligned(TimeSpan ago) => (time.NowNs() - ago.ToNs()) / options.Step.ToNs() * options.Step.ToNs();

    private IReadOnlyList<LabelMatcher>[] Conditions() =>
        [.. options.Match.Select(selector => ExpressionParser.TryParseSelector(selector, out IReadOnlyList<LabelMatcher>? matchers, out _) ? matchers : [])]; // checked at start

    private static async Task AskAsync(PrometheusHistory server, IReadOnlyList<HistoryPlan> plans, ChannelWriter<Answer> answers, CancellationToken cancellation)
    {
        Exception? fault = null;
        try
        {
            foreach (HistoryPlan plan in plans)
            {
                await answers.WriteAsync(new Answer(plan, await server.RangeAsync(plan.Query, plan.Range, cancellation)), cancellation);
            }
        }
        catch (Exception failure) when (failure is HistoryException or OperationCanceledException)
        {
            fault = failure;
        }

        answers.Complete(fault);
    }

    private async Task TakeAsync(Answer answer, CancellationToken cancellation)
    {
        SampleBatch batch = new(_source) { IsHistory = true };
        MatrixReader reader = new(labels => Resolve(labels, batch));
        if (!reader.TryRead(answer.Body.Span, batch, out string? problem))
        {
            batch.Dispose();
            throw new HistoryException(problem);
        }

        await lane.StoreAsync(batch, cancellation);
        _samples += batch.Accepted;
        await lane.LearnAsync(batch, cancellation);
    }

    private SeriesEntry? Resolve(List<Label> labels, SampleBatch batch)
    {
        string name = labels.Find(label => label.Name == Labels.MetricName).Value ?? "";
        MetricFamily family = MetricFamily.Endings
            .Where(ending => name.EndsWith(ending, StringComparison.Ordinal))
            .Select(ending => _families.GetValueOrDefault(name[..^ending.Length]))
            .FirstOrDefault(found => found is not null) ?? MetricFamily.None;
        return series.Resolve(labels, family.KindOf(name), family.Unit, family.Help, batch, 0);
    }

    private void Publish(PrometheusHistory server, double share) =>
        status.Publish(new HistoryProgress(_source, _known, _samples, share, server.Waited, time.GetElapsedTime(_started), null, false));
}
