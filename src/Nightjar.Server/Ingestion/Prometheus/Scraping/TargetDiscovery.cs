namespace Nightjar.Server.Ingestion.Prometheus.Scraping;

/// <summary>The targets of one job: those of the configuration and those that files name. Not thread-safe.</summary>
internal sealed class TargetDiscovery(ScrapeJob job, TimeProvider time)
{
    private readonly Dictionary<string, FoundFile> _files = new(StringComparer.Ordinal);

    private sealed record FoundFile(DateTime Written, long Bytes, DateTimeOffset Read, IReadOnlyList<TargetGroup> Groups, string? Fault);

    /// <summary>
    /// The targets of this moment, each once. A file that cannot be read keeps the targets it had: half a file in the making must not
    /// end them. What is wrong comes back in words.
    /// </summary>
    public (IReadOnlyList<ScrapeTarget> Targets, IReadOnlyList<string> Faults) Discover()
    {
        List<string> faults = [];
        Dictionary<string, ScrapeTarget> targets = new(StringComparer.Ordinal);
        foreach (TargetGroup group in job.StaticGroups.Concat(ReadFiles(faults)))
        {
            foreach (string address in group.Targets)
            {
                if (ScrapeTarget.TryCreate(job, address, group.Labels, out ScrapeTarget? target, out string? fault) && target is not null)
                {
                    targets[target.Key] = target;
                }
                else
                {
                    faults.Add(fault ?? "");
                }
            }
        }

        return ([.. targets.Values], faults);
    }

    private List<TargetGroup> ReadFiles(List<string> faults)
    {
        HashSet<string> present = [.. job.FilePatterns.SelectMany(pattern => Find(pattern, faults))];
        foreach (string gone in _files.Keys.Where(path => !present.Contains(path)).ToList())
        {
            _files.Remove(gone);
        }

        List<TargetGroup> groups = [];
        foreach (string path in present.Order(StringComparer.Ordinal))
        {
            FoundFile file = Read(path);
            groups.AddRange(file.Groups);
            if (file.Fault is not null)
            {
                faults.Add(file.Fault);
            }
        }

        return groups;
    }

    private FoundFile Read(string path)
    {
        FileInfo info = new(path);
        DateTimeOffset now = time.GetUtcNow();
        FoundFile? known = _files.GetValueOrDefault(path);
        long bytes = info.Exists ? info.Length : 0;
        if (known is not null && known.Written == info.LastWriteTimeUtc && known.Bytes == bytes && now - known.Read < job.FileRefresh)
        {
            return known;
        }

        bool read = TargetFile.TryRead(path, out IReadOnlyList<TargetGroup> groups, out string? fault);
        return _files[path] = new FoundFile(info.LastWriteTimeUtc, bytes, now, read ? groups : known?.Groups ?? [], fault);
    }

    /// <summary>The last part of a pattern may hold <c>*</c>, as in Prometheus.</summary>
    private IEnumerable<string> Find(string pattern, List<string> faults)
    {
        string? directory = Path.GetDirectoryName(pattern);
        try
        {
            return directory is null || !Directory.Exists(directory) ? [] : Directory.GetFiles(directory, Path.GetFileName(pattern));
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            faults.Add($"{directory} cannot be read: {failure.Message}");
            return _files.Keys.Where(path => Path.GetDirectoryName(path) == directory);
        }
    }
}
