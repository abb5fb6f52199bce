using System.IO.Hashing;
using System.Text;
using Nightjar.Core.Telemetry;

namespace Nightjar.Server.Ingestion.Prometheus.Scraping;

/// <summary>One page to be scraped.</summary>
/// <param name="Job">Its job.</param>
/// <param name="Url">Where it is.</param>
/// <param name="Labels">What its series are given, in order of name: the group's, <c>job</c> and <c>instance</c>.</param>
internal sealed record ScrapeTarget(ScrapeJob Job, Uri Url, IReadOnlyList<Label> Labels)
{
    /// <summary>The target's value of a label, or an empty string.</summary>
    public string this[string name] => Labels.FirstOrDefault(label => label.Name == name).Value ?? "";

    /// <summary>Two targets with one key are one: the same page under the same labels.</summary>
    public string Key { get; } = $"{Job.Name}\n{Url}\n{string.Join('\n', Labels)}";

    /// <summary>As shown under Settings → Sources.</summary>
    public string Source => $"scrape {this["job"]} {this["instance"]}";

    /// <summary>Makes the target of an address; false with what is wrong with the address.</summary>
    public static bool TryCreate(ScrapeJob job, string address, IReadOnlyList<Label> group, out ScrapeTarget? target, out string? fault)
    {
        target = null;
        if (address.Length == 0 || address.Contains('/', StringComparison.Ordinal)
            || !Uri.TryCreate($"{job.Scheme}://{address}{job.MetricsPath}{job.Query}", UriKind.Absolute, out Uri? url))
        {
            fault = $"job {job.Name}: the target {address} is no host:port";
            return false;
        }

        // Labels that begin with two underscores are for relabelling and leave with it.
        Dictionary<string, string> labels = group.Where(label => !label.Name.StartsWith("__", StringComparison.Ordinal))
            .GroupBy(label => label.Name).ToDictionary(label => label.Key, label => label.Last().Value, StringComparer.Ordinal);
        labels.TryAdd("job", job.Name);
        labels.TryAdd("instance", address);
        fault = null;
        target = new ScrapeTarget(job, url, [.. labels.OrderBy(label => label.Key, StringComparer.Ordinal).Select(label => new Label(label.Key, label.Value))]);
        return true;
    }

    /// <summary>The next time to scrape: targets are spread over the interval by their key, and keep their place when the server restarts.</summary>
    public DateTimeOffset NextScrape(DateTimeOffset now)
    {
        long interval = Job.Interval.Ticks;
        long place = (long)(XxHash3.HashToUInt64(Encoding.UTF8.GetBytes(Key)) % (ulong)interval);
        long since = (now.UtcTicks - place) % interval;
        return now.AddTicks(interval - since);
    }
}
