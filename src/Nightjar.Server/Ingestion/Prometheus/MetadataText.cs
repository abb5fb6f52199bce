using System.Text;

namespace Nightjar.Server.Ingestion.Prometheus;

/// <summary>Bounds what senders say about their metrics, since it is remembered.</summary>
internal static class MetadataText
{
    // The longest help text of node-exporter and kube-state-metrics has some 300 bytes.
    private const int MostHelpBytes = 1_000;
    private const int MostNameBytes = 500;

    /// <summary>True when a family's name and unit are worth remembering.</summary>
    public static bool Admits(ReadOnlySpan<byte> name, ReadOnlySpan<byte> unit) => name.Length is > 0 and <= MostNameBytes && unit.Length <= MostNameBytes;

    /// <summary>The help text, cut where it is very long.</summary>
    public static string Help(ReadOnlySpan<byte> help) => Encoding.UTF8.GetString(help[..Math.Min(help.Length, MostHelpBytes)]);
}
