using System.Buffers.Binary;
using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using Nightjar.Core.Telemetry.Patterns;
using Nightjar.Storage.Snapshots;
using Nightjar.Storage.Telemetry.Logs;

namespace Nightjar.Server.Ingestion.Logs;

/// <summary>
/// The patterns of all services: a miner each. Which signature a line has stands with the line and never changes; which pattern that is, is asked for here.
/// Thread-safe.
/// </summary>
public sealed partial class PatternBook
{
    private readonly ConcurrentDictionary<int, Chapter> _chapters = new();
    private readonly LogStore _store;
    private readonly SnapshotStore _snapshots;
    private readonly ILogger<PatternBook> _log;

    /// <summary>Reads what was saved, and learns anew what a crash has kept from being saved.</summary>
    public PatternBook(LogStore store, SnapshotStore snapshots, ILogger<PatternBook> log)
    {
        (_store, _snapshots, _log) = (store, snapshots, log);
        foreach (LogService service in store.Streams.Services)
        {
            _chapters[service.Id] = Restore(service);
        }
    }

    /// <summary>One service's.</summary>
    private sealed class Chapter(PatternMiner miner)
    {
        public Lock Gate { get; } = new();

        public PatternMiner Miner { get; } = miner;

        /// <summary>Ids that were given and not saved before a crash, and those that their lines have now.</summary>
        public Dictionary<int, int> Aliases { get; } = [];

        public long SavedLines { get; set; }
    }

    /// <summary>Gives each record of a batch its signature. // hot</summary>
    public void Mine(LogBatch batch)
    {
        int from = 0;
        while (from < batch.Count)
        {
            int service = batch.Rows[from].Stream.Service.Id;
            Chapter chapter = _chapters.GetOrAdd(service, static _ => new Chapter(new PatternMiner()));
            lock (chapter.Gate)
            {
                do
                {
                    batch.SetSignature(from, chapter.Miner.Add(batch.FirstLine(from)));
                    from++;
                }
                while (from < batch.Count && batch.Rows[from].Stream.Service.Id == service);
            }
        }
    }

    /// <summary>The id of the pattern that a signature belongs to now; <see cref="PatternMiner.Unclassified"/> when it is not known any more.</summary>
    public int PatternIdOf(int service, int signature) => Ask(service, PatternMiner.Unclassified, chapter => chapter.Miner.PatternIdOf(Alias(chapter, signature)));

    /// <summary>A pattern by its id or by one of its signatures.</summary>
    public LogPattern PatternOf(int service, int signature) => Ask(
        service, new LogPattern(PatternMiner.Unclassified, "unclassified", 0, "", 0, 0), chapter => chapter.Miner.PatternOf(Alias(chapter, signature)));

    /// <summary>The signatures that lines of a pattern bear; the pattern by its id or by one of its signatures.</summary>
    public IReadOnlyList<int> SignaturesOf(int service, int pattern) => Ask<IReadOnlyList<int>>(service, [], chapter =>
    {
        HashSet<int> signatures = [.. chapter.Miner.SignaturesOf(chapter.Miner.PatternIdOf(Alias(chapter, pattern)))];
        return [.. signatures, .. chapter.Aliases.Where(alias => signatures.Contains(alias.Value)).Select(alias => alias.Key)];
    });

    /// <summary>Saves the miners that have learnt since they were saved.</summary>
    /// <exception cref="Nightjar.Storage.StorageException">The disk is full or failing; it is tried again with the next call.</exception>
    public void Save()
    {
        foreach ((int service, Chapter chapter) in _chapters)
        {
            byte[]? content = null;
            long lines;
            lock (chapter.Gate)
            {
                lines = chapter.Miner.Lines;
                content = lines == chapter.SavedLines ? null : Write(chapter);
            }

            if (content is not null)
            {
                _snapshots.Save(NameOf(service), content);
                chapter.SavedLines = lines;
            }
        }
    }

    private static string NameOf(int service) => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"patterns-{service}");

    private static int Alias(Chapter chapter, int signature) => chapter.Aliases.GetValueOrDefault(signature, signature);

    private T Ask<T>(int service, T otherwise, Func<Chapter, T> ask)
    {
        if (!_chapters.TryGetValue(service, out Chapter? chapter))
        {
            return otherwise;
        }

        lock (chapter.Gate)
        {
            return ask(chapter);
        }
    }

    /// <summary>Number of aliases, their pairs, then the miner's own bytes, which end with a checksum of their own.</summary>
    private static byte[] Write(Chapter chapter)
    {
        byte[] miner = chapter.Miner.Save();
        byte[] content = new byte[sizeof(int) + (chapter.Aliases.Count * 2 * sizeof(int)) + miner.Length];
        Span<byte> rest = content;
        BinaryPrimitives.WriteInt32LittleEndian(rest, chapter.Aliases.Count);
        rest = rest[sizeof(int)..];
        foreach ((int given, int now) in chapter.Aliases)
        {
            BinaryPrimitives.WriteInt32LittleEndian(rest, given);
            BinaryPrimitives.WriteInt32LittleEndian(rest[sizeof(int)..], now);
            rest = rest[(2 * sizeof(int))..];
        }

        miner.CopyTo(rest);
        return content;
    }

    private Chapter Restore(LogService service)
    {
        Chapter chapter = Read(service);
        chapter.SavedLines = chapter.Miner.Lines;
        IReadOnlyList<UnknownSignature> unknown = _store.SignaturesAbove(service.Id, chapter.Miner.LastSignature, CancellationToken.None);
        if (unknown.Count > 0)
        {
            // Lines stored after the last save. Mined in the order of their ids a form that is still new gets the id it had; one that has become part of another is
            // known by that one's from now on. No id is given twice.
            foreach (UnknownSignature one in unknown.OrderBy(one => one.Signature))
            {
                chapter.Miner.SkipTo(one.Signature - 1);
                int now = chapter.Miner.Add(LogBatch.FirstLineOf(System.Text.Encoding.UTF8.GetBytes(one.Message)));
                if (now != one.Signature)
                {
                    chapter.Miner.SkipTo(one.Signature);
                    chapter.Aliases[one.Signature] = now;
                }
            }

            LogLearntAnew(service.Name, unknown.Count);
        }

        return chapter;
    }

    private Chapter Read(LogService service)
    {
        if (!_snapshots.TryLoad(NameOf(service.Id), out byte[] content, out string? problem))
        {
            if (problem is not null)
            {
                LogNotRead(service.Name, problem);
            }

            return new Chapter(new PatternMiner());
        }

        int aliases = content.Length < sizeof(int) ? 0 : BinaryPrimitives.ReadInt32LittleEndian(content);
        int at = sizeof(int) + (aliases * 2 * sizeof(int));
        if (aliases < 0 || at > content.Length || !PatternMiner.TryRestore(content.AsSpan(at), null, out PatternMiner miner, out problem))
        {
            LogNotRead(service.Name, problem ?? "its bytes are damaged, so its patterns are learnt anew");
            return new Chapter(new PatternMiner());
        }

        Chapter chapter = new(miner);
        for (int i = 0; i < aliases; i++)
        {
            ReadOnlySpan<byte> pair = content.AsSpan(sizeof(int) + (i * 2 * sizeof(int)));
            chapter.Aliases[BinaryPrimitives.ReadInt32LittleEndian(pair)] = BinaryPrimitives.ReadInt32LittleEndian(pair[sizeof(int)..]);
        }

        return chapter;
    }

    [LoggerMessage(EventId = 1601, Level = LogLevel.Warning, Message = "The saved patterns of {Service} are not used: {Problem}.")]
    private partial void LogNotRead(string service, string problem);

    [LoggerMessage(EventId = 1602, Level = LogLevel.Information, Message = "{Count} forms of lines of {Service} were stored and not saved before the last end; they are learnt anew.")]
    private partial void LogLearntAnew(string service, int count);
}
