using Nightjar.Server.Ingestion.Host.Parsing;

namespace Nightjar.Server.Ingestion.Host.Probes;

/// <summary>TCP connections by state, and segments sent again.</summary>
internal sealed class TcpProbe(string proc) : IHostProbe
{
    // The kernel walks its whole hash table for each read of /proc/net/tcp (measured: 11 ms on 24 GB, where the table is large, with
    // hardly a connection) and formats each one it finds; beyond this many the formatting would weigh more than the walk.
    private const ulong MostConnections = 10_000;

    private readonly ProcFile _sockets = new($"{proc}/net/sockstat");
    private readonly ProcFile _table = new($"{proc}/net/tcp");
    private readonly ProcFile _table6 = new($"{proc}/net/tcp6");
    private readonly ProcFile _snmp = new($"{proc}/net/snmp");
    private readonly HostSeries[] _states =
    [
        .. TcpTable.States.Select(state => HostSeries.Gauge(
            "system_network_connection_count", "{connection}", "TCP connections by state.",
            ("network_transport", "tcp"), ("network_connection_state", state))),
    ];

    private readonly HostSeries _resent = HostSeries.Counter("system_network_tcp_retransmits_total", "{segment}", "TCP segments sent again.");
    private readonly int[] _counts = new int[TcpTable.States.Length];

    public string What => "TCP";

    public void Collect(HostRound round)
    {
        if (_snmp.TryRead(round, out ReadOnlySpan<byte> text) && KeyedNumbers.TryFindColumn(text, "Tcp:"u8, "RetransSegs"u8, out ulong resent))
        {
            round.Add(_resent, resent);
        }

        if (_sockets.TryRead(round, out text) && KeyedNumbers.TryFindWord(text, "TCP:"u8, "alloc"u8, out ulong allocated)
            && KeyedNumbers.TryFindWord(text, "TCP:"u8, "tw"u8, out ulong waiting) && allocated + waiting > MostConnections)
        {
            round.Problem(_table.Path, $"there are over {MostConnections} connections, and counting them by state would cost too much");
            return;
        }

        Array.Clear(_counts);
        if (!_table.TryRead(round, out text) || !TcpTable.TryCount(text, _counts))
        {
            return;
        }

        // Absent on machines without IPv6, where nobody misses it.
        if (_table6.TryRead(out text, out int _))
        {
            _ = TcpTable.TryCount(text, _counts);
        }

        for (int i = 0; i < _counts.Length; i++)
        {
            round.Add(_states[i], _counts[i]);
        }
    }
}
