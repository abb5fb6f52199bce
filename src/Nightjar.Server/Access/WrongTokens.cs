using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Net;
using System.Net.Sockets;

namespace Nightjar.Server.Access;

/// <summary>
/// Slows guessing down: an address that has tried so many different wrong tokens within a minute must wait for the next one. The
/// same wrong token again is a sender with an old configuration, not a guess; it must not lock out its neighbours on one address.
/// </summary>
internal sealed class WrongTokens
{
    // Addresses told apart. Beyond it all new ones share one account: memory stays bounded, and a flood of addresses is slowed as one.
    private const int MaxAddresses = 10_000;
    private const int AddressBytesKept = 8;

    private static readonly TimeSpan Window = TimeSpan.FromMinutes(1);

    private readonly ConcurrentDictionary<IPAddress, HashSet<int>> _tried = new();
    private readonly Lock _windowLock = new();
    private readonly TimeProvider _time;
    private readonly int _most;
    private readonly Counter<long> _refused;
    private DateTimeOffset _windowEnd;

    public WrongTokens(TimeProvider time, int mostPerMinute, IMeterFactory meters)
    {
        _time = time;
        _most = mostPerMinute;
        _refused = meters.Create(SelfMeter.Name).CreateCounter<long>("nightjar.access.refused", "{request}", "Requests that were not let in, by reason.");
    }

    /// <summary>Counts a refusal on /metrics.</summary>
    public void Count(string reason) => _refused.Add(1, new KeyValuePair<string, object?>("reason", reason));

    /// <summary>True while the address must wait.</summary>
    public bool MustWait(IPAddress? address, out TimeSpan left)
    {
        DateTimeOffset now = _time.GetUtcNow();
        StartWindow(now);
        left = _windowEnd - now;
        if (!_tried.TryGetValue(KeyOf(address), out HashSet<int>? tried))
        {
            return false;
        }

        lock (tried)
        {
            return tried.Count >= _most;
        }
    }

    /// <summary>Notes a wrong token.</summary>
    public void Add(IPAddress? address, string wrong)
    {
        HashSet<int> tried = _tried.GetOrAdd(KeyOf(address), static _ => []);
        lock (tried)
        {
            if (tried.Count < _most)
            {
                tried.Add(string.GetHashCode(wrong, StringComparison.Ordinal));
            }
        }
    }

    private void StartWindow(DateTimeOffset now)
    {
        lock (_windowLock)
        {
            if (now >= _windowEnd)
            {
                _tried.Clear();
                _windowEnd = now + Window;
            }
        }
    }

    /// <summary>An IPv6 customer owns a whole /64, so its low half tells nobody apart.</summary>
    private IPAddress KeyOf(IPAddress? address)
    {
        IPAddress key = address is null ? IPAddress.None : address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        if (key.AddressFamily == AddressFamily.InterNetworkV6)
        {
            byte[] bytes = key.GetAddressBytes();
            bytes.AsSpan(AddressBytesKept).Clear();
            key = new IPAddress(bytes);
        }

        return _tried.Count < MaxAddresses || _tried.ContainsKey(key) ? key : IPAddress.Any;
    }
}
