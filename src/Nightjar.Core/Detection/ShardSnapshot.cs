using System.Runtime.CompilerServices;
using Nightjar.Core.Detection.Joint;
using Nightjar.Core.Telemetry;

namespace Nightjar.Core.Detection;

/// <summary>
/// The learnt state of a shard as bytes, little-endian: version, sizes of the plain structures, newest and replay-from times;
/// then the raw series (id and its derivation), the reporters (id, number of scored series, their state) and the histograms.
/// About 4.2 KB a series.
/// </summary>
internal static class ShardSnapshot
{
    /// <summary>Raised with every change of <see cref="DetectorState"/>, <see cref="TrackerState"/> or of this layout.</summary>
    public const int Version = 7;

    public static byte[] Write(
        long newestNs,
        long replayFromNs,
        Dictionary<SeriesId, TrackedSeries> series,
        Dictionary<SeriesId, Reporter> reporters,
        Dictionary<SeriesId, HistogramSeries> histograms,
        Dictionary<ulong, JointWatch> joints)
    {
        using MemoryStream stream = new(64 + (series.Count * 48) + (reporters.Count * (Unsafe.SizeOf<DetectorState>() + Unsafe.SizeOf<TrackerState>() + 64)));
        using BinaryWriter writer = new(stream);
        writer.Write(Version);
        writer.Write(Unsafe.SizeOf<DetectorState>());
        writer.Write(Unsafe.SizeOf<TrackerState>());
        writer.Write(JointModel.Size);
        writer.Write(newestNs);
        writer.Write(replayFromNs);
        writer.Write(series.Count);
        foreach ((SeriesId id, TrackedSeries tracked) in series)
        {
            writer.Write(id.Value);
            WriteBlock(writer, tracked.Save);
        }

        writer.Write(reporters.Count);
        foreach ((SeriesId id, Reporter reporter) in reporters)
        {
            writer.Write(id.Value);
            WriteBlock(writer, reporter.Save);
        }

        writer.Write(histograms.Count);
        foreach ((SeriesId id, HistogramSeries histogram) in histograms)
        {
            writer.Write(id.Value);
            WriteBlock(writer, histogram.Save);
        }

        writer.Write(joints.Count);
        foreach ((ulong key, JointWatch joint) in joints)
        {
            writer.Write(key);
            WriteBlock(writer, joint.Save);
        }

        writer.Flush();
        return stream.ToArray();
    }

    /// <param name="content">As written.</param>
    /// <param name="add">Makes the empty series of an id (and its reporter and histogram); null when it is no longer known.</param>
    /// <param name="reporters">Filled by <paramref name="add"/>.</param>
    /// <param name="histograms">Filled by <paramref name="add"/>.</param>
    /// <param name="jointOf">What takes over a joint model; null for one of an entity that is no longer known.</param>
    /// <param name="newestNs">Newest sample it has seen.</param>
    /// <param name="replayFromNs">From when on to replay.</param>
    /// <param name="problem">Why it cannot be used.</param>
    public static bool TryRead(
        ReadOnlySpan<byte> content,
        Func<SeriesId, TrackedSeries?> add,
        Dictionary<SeriesId, Reporter> reporters,
        Dictionary<SeriesId, HistogramSeries> histograms,
        Func<ulong, Action<BinaryReader>?> jointOf,
        out long newestNs,
        out long replayFromNs,
        out string? problem)
    {
        newestNs = replayFromNs = long.MinValue;
        using BinaryReader reader = new(new MemoryStream(content.ToArray(), writable: false));
        try
        {
            if (reader.ReadInt32() != Version
                || reader.ReadInt32() != Unsafe.SizeOf<DetectorState>()
                || reader.ReadInt32() != Unsafe.SizeOf<TrackerState>()
                || reader.ReadInt32() != JointModel.Size)
            {
                problem = "it was written by another version of Nightjar, so its series are learnt anew";
                return false;
            }

            newestNs = reader.ReadInt64();
            replayFromNs = reader.ReadInt64();
            ReadBlocks(reader, key => add(new SeriesId(key)) is { } tracked ? tracked.Restore : null);
            ReadBlocks(reader, key => reporters.TryGetValue(new SeriesId(key), out Reporter? known) ? known.Restore : null);
            ReadBlocks(reader, key => histograms.TryGetValue(new SeriesId(key), out HistogramSeries? known) ? known.Restore : null);
            ReadBlocks(reader, jointOf);
            problem = null;
            return true;
        }
        catch (Exception failure) when (failure is EndOfStreamException or InvalidDataException)
        {
            problem = "its bytes are damaged, so its series are learnt anew";
            return false;
        }
    }

    /// <summary>The length goes first, so that a series no longer known, or of another kind by now, can be passed over.</summary>
    private static void WriteBlock(BinaryWriter writer, Action<BinaryWriter> save)
    {
        Stream stream = writer.BaseStream;
        writer.Write(0);
        long start = stream.Position;
        save(writer);
        long end = stream.Position;
        stream.Position = start - sizeof(int);
        writer.Write((int)(end - start));
        stream.Position = end;
    }

    private static void ReadBlocks(BinaryReader reader, Func<ulong, Action<BinaryReader>?> restoreOf)
    {
        int count = reader.ReadInt32();
        for (int i = 0; i < count; i++)
        {
            ulong key = reader.ReadUInt64();
            int length = reader.ReadInt32();
            long end = reader.BaseStream.Position + length;
            if (length < 0 || end > reader.BaseStream.Length)
            {
                throw new InvalidDataException("A block is longer than the snapshot.");
            }

            restoreOf(key)?.Invoke(reader);
            reader.BaseStream.Position = end;
        }
    }
}
