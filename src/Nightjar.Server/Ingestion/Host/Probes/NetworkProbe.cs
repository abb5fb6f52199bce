using System.Collections.Immutable;
using Nightjar.Server.Ingestion.Host.Parsing;

namespace Nightjar.Server.Ingestion.Host.Probes;

/// <summary><c>/proc/net/dev</c>: what each interface moves, and what goes wrong.</summary>
internal sealed class NetworkProbe : IHostProbe
{
    private const int MostInterfaces = 500;

    // Loopback, one end of each container's cable, and queues and tunnels that exist without anybody having made them.
    private static readonly ImmutableArray<string> Pseudo = ["veth", "ifb", "cali", "lxc", "tunl", "sit", "gre", "gretap", "erspan", "ip6", "dummy", "nodelocaldns", "br-", "docker"];

    private readonly ProcFile _file;
    private readonly NameSet<Link> _links;

    public NetworkProbe(string proc, IEnumerable<string> ignored)
    {
        _file = new ProcFile($"{proc}/net/dev");
        ImmutableArray<string> left = [.. Pseudo, .. ignored];
        _links = new NameSet<Link>(MostInterfaces, name =>
            name == "lo" || left.Any(start => name.StartsWith(start, StringComparison.Ordinal)) ? null : new Link(name));
    }

    private sealed class Link(string name)
    {
        public HostSeries Received { get; } = Counter(name, "system_network_io_bytes_total", "By", "Bytes moved.", "receive");

        public HostSeries Sent { get; } = Counter(name, "system_network_io_bytes_total", "By", "Bytes moved.", "transmit");

        public HostSeries PacketsIn { get; } = Counter(name, "system_network_packet_count_total", "{packet}", "Packets moved.", "receive");

        public HostSeries PacketsOut { get; } = Counter(name, "system_network_packet_count_total", "{packet}", "Packets moved.", "transmit");

        public HostSeries ErrorsIn { get; } = Counter(name, "system_network_errors_total", "{error}", "Faulty packets.", "receive");

        public HostSeries ErrorsOut { get; } = Counter(name, "system_network_errors_total", "{error}", "Faulty packets.", "transmit");

        public HostSeries DropsIn { get; } = Counter(name, "system_network_packet_dropped_total", "{packet}", "Packets dropped.", "receive");

        public HostSeries DropsOut { get; } = Counter(name, "system_network_packet_dropped_total", "{packet}", "Packets dropped.", "transmit");

        private static HostSeries Counter(string link, string name, string unit, string help, string direction) =>
            HostSeries.Counter(name, unit, help, ("network_interface_name", link), ("network_io_direction", direction));
    }

    public string What => "network interfaces";

    public void Collect(HostRound round)
    {
        if (!_file.TryRead(round, out ReadOnlySpan<byte> text))
        {
            return;
        }

        FieldReader lines = new(text);
        while (lines.TryNextLine(out ReadOnlySpan<byte> line))
        {
            if (InterfaceLine.TryParse(line, out ReadOnlySpan<byte> name, out InterfaceLine counts) && _links.Get(name) is Link link)
            {
                round.Add(link.Received, counts.ReceivedBytes);
                round.Add(link.Sent, counts.SentBytes);
                round.Add(link.PacketsIn, counts.ReceivedPackets);
                round.Add(link.PacketsOut, counts.SentPackets);
                round.Add(link.ErrorsIn, counts.ReceiveErrors);
                round.Add(link.ErrorsOut, counts.SendErrors);
                round.Add(link.DropsIn, counts.ReceiveDrops);
                round.Add(link.DropsOut, counts.SendDrops);
            }
        }
    }
}
