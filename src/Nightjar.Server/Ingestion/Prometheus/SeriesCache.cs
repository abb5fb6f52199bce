using Nightjar.Storage.Telemetry;

namespace Nightjar.Server.Ingestion.Prometheus;

/// <summary>
/// From the bytes of a series' labels on the wire to its entry, so that labels are parsed once a series and not once a request.
/// Shared by all requests: reading takes no lock, writing takes one. Bounded: a full cache forgets one series for each new one, and
/// the forgotten one is parsed again when it comes back.
/// </summary>
internal sealed class SeriesCache(int maxSeries)
{
    private const int FirstSlots = 1 << 10;

    // A key may stand in any of these slots after its own. Longer windows are slower to miss, shorter ones forget too early.
    private const int Window = 16;

    private readonly Lock _writing = new();
    private Slot?[] _slots = new Slot?[FirstSlots];
    private int _count;
    private uint _victim;

    // Immutable, so that a reader who sees the reference sees all of it.
    private sealed record Slot(UInt128 Key, SeriesEntry Entry);

    /// <summary>Series held.</summary>
    public int Count => Volatile.Read(ref _count);

    /// <summary>The entry, or null when it is not held or the store has dropped it.</summary>
    public SeriesEntry? Find(UInt128 key) // hot
    {
        Slot?[] slots = Volatile.Read(ref _slots);
        int mask = slots.Length - 1;
        int at = (int)(ulong)key;
        for (int i = 0; i < Window; i++)
        {
            Slot? slot = Volatile.Read(ref slots[(at + i) & mask]);
            if (slot is null)
            {
                return null;
            }

            if (slot.Key == key)
            {
                return slot.Entry.Dropped ? null : slot.Entry;
            }
        }

        return null;
    }

    /// <summary>Holds an entry, in the place of an older one where there is no room.</summary>
    public void Add(UInt128 key, SeriesEntry entry)
    {
        lock (_writing)
        {
            if (_count * 2 >= _slots.Length && _slots.Length < maxSeries * 2L)
            {
                Grow();
            }

            Put(_slots, new Slot(key, entry));
        }
    }

    private void Grow()
    {
        Slot?[] larger = new Slot?[_slots.Length * 2];
        _count = 0;
        foreach (Slot? slot in _slots)
        {
            if (slot is { Entry.Dropped: false })
            {
                Put(larger, slot);
            }
        }

        Volatile.Write(ref _slots, larger);
    }

    private void Put(Slot?[] slots, Slot added)
    {
        int mask = slots.Length - 1;
        int at = (int)(ulong)added.Key;
        for (int i = 0; i < Window; i++)
        {
            ref Slot? slot = ref slots[(at + i) & mask];
            if (slot is null && _count >= maxSeries)
            {
                break;
            }

            if (slot is null || slot.Key == added.Key || slot.Entry.Dropped)
            {
                _count += slot is null ? 1 : 0;
                Volatile.Write(ref slot, added);
                return;
            }
        }

        // In turn, because a fixed victim would keep the others of a crowded window for ever. A window that ends in a free
        // slot loses one of its own only while the whole cache is full.
        int filled = 0;
        while (filled < Window && slots[(at + filled) & mask] is not null)
        {
            filled++;
        }

        if (filled > 0)
        {
            Volatile.Write(ref slots[(at + (int)(_victim++ % (uint)filled)) & mask], added);
        }
    }
}
