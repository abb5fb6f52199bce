namespace Nightjar.Server.Ingestion.Host;

/// <summary>What the watch over this machine sees and what it cannot see: for pages and API. Thread-safe.</summary>
public sealed class HostStatus
{
    private HostReport _report = HostReport.Off;

    /// <summary>As of the last round.</summary>
    public HostReport Report => Volatile.Read(ref _report);

    internal void Publish(HostReport report) => Volatile.Write(ref _report, report);
}
