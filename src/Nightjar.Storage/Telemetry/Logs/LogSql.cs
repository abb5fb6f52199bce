using System.Globalization;
using Nightjar.Core.Telemetry;
using Nightjar.Core.Telemetry.Logs;

namespace Nightjar.Storage.Telemetry.Logs;

/// <summary>Turns a query into a condition of SQL. Every text of the user's stands in a quoted literal.</summary>
internal static class LogSql
{
    /// <summary>The condition; streams are resolved now, so that the store compares numbers.</summary>
    public static string Where(LogQuery query, LogStreams streams)
    {
        List<string> all = [Sql.Time(query.Range)];
        if (query.Signatures is { } signatures)
        {
            all.Add(Signatures(signatures));
        }

        if (query.NotSignatures.Count > 0)
        {
            all.Add($"NOT {Signatures(query.NotSignatures)}");
        }

        if (query.After is { } after)
        {
            all.Add(string.Create(CultureInfo.InvariantCulture, $"time <= {after.TimeNs}"));
        }

        foreach (LogCondition condition in query.Search.Conditions.Where(condition => condition.Kind != LogConditionKind.Pattern))
        {
            string sql = Of(condition, streams);
            all.Add(condition.IsNegated ? $"NOT ({sql})" : sql);
        }

        return string.Join(" AND ", all);
    }

    private static string Of(LogCondition condition, LogStreams streams)
    {
        string quoted = Sql.Quote(condition.Value.Replace("\0", "", StringComparison.Ordinal));
        switch (condition.Kind)
        {
            case LogConditionKind.Text:
                string lowered = Sql.Quote(condition.Value.Replace("\0", "", StringComparison.Ordinal).ToLowerInvariant());
                return $"(contains(lower(message), {lowered}) OR contains(lower(head), {lowered}) OR contains(lower(attributes), {lowered}))";
            case LogConditionKind.Regex:
                return $"(regexp_matches(message, {quoted}) OR regexp_matches(head, {quoted}) OR regexp_matches(attributes, {quoted}))";
            case LogConditionKind.Level:
                return string.Create(CultureInfo.InvariantCulture, $"severity BETWEEN {First(condition.Severity)} AND {First(condition.Severity) + 3}");
            case LogConditionKind.LeastLevel:
                return string.Create(CultureInfo.InvariantCulture, $"severity >= {condition.Severity}");
            case LogConditionKind.Trace:
                return string.Create(CultureInfo.InvariantCulture, $"(trace_low = {(ulong)condition.Trace} AND trace_high = {(ulong)(condition.Trace >> 64)})");
            default:
                string path = Sql.Quote($"$.\"{condition.Name.Replace("\"", "", StringComparison.Ordinal)}\"");
                return $"({Streams(streams.All.Where(stream => Has(stream, condition)))} OR coalesce(CASE WHEN json_valid(attributes) THEN json_extract_string(attributes, {path}) = {quoted} END, false))";
        }
    }

    private static int First(byte severity) => severity == 0 ? 0 : (((severity - 1) / 4) * 4) + 1;

    private static bool Has(LogStream stream, LogCondition condition)
    {
        string value = condition.Value;
        return condition.Name switch
        {
            "service" => stream.Service.Name == value || stream.Labels["service_name"] == value,
            "host" => stream.Labels["host_name"] == value || stream.Labels["host"] == value || stream.Labels["node"] == value,
            "entity" => EntityRules.Of(stream.Labels).Any(entity => entity.Id.Value == value),
            "source" => stream.Source == value,
            string name => stream.Labels[name] == value || stream.Labels[name.Replace('.', '_')] == value,
        };
    }

    private static string Streams(IEnumerable<LogStream> streams)
    {
        string ids = string.Join(',', streams.Select(stream => stream.Id.ToString(CultureInfo.InvariantCulture)));
        return ids.Length == 0 ? "false" : $"stream IN ({ids})";
    }

    private static string Signatures(IReadOnlyCollection<(int Service, int Signature)> signatures)
    {
        IEnumerable<string> services = signatures.GroupBy(one => one.Service).Select(service => string.Create(
            CultureInfo.InvariantCulture,
            $"(service = {service.Key} AND signature IN ({string.Join(',', service.Select(one => one.Signature.ToString(CultureInfo.InvariantCulture)))}))"));
        return signatures.Count == 0 ? "false" : $"({string.Join(" OR ", services)})";
    }
}
