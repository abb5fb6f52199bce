using System.Collections.Immutable;

namespace Nightjar.Server.Ingestion.Host;

/// <summary>The state of the watch over this machine after one round.</summary>
public sealed record HostReport
{
    /// <summary>Not watching.</summary>
    public static HostReport Off { get; } = new();

    /// <summary>False when <c>host.enabled</c> is false, or before the first round.</summary>
    public bool Watching { get; init; }

    /// <summary>The label <c>host_name</c> of all its series.</summary>
    public string HostName { get; init; } = "";

    /// <summary>The operating system as it names itself.</summary>
    public string OperatingSystem { get; init; } = "";

    /// <summary>The kernel's id of this boot; empty where there is none.</summary>
    public string BootId { get; init; } = "";

    /// <summary>Time between two rounds.</summary>
    public TimeSpan Interval { get; init; }

    /// <summary>When the last round was, ns since 1970 UTC.</summary>
    public long LastRoundNs { get; init; }

    /// <summary>How long the last round took to collect.</summary>
    public TimeSpan LastDuration { get; init; }

    /// <summary>Rounds so far.</summary>
    public long Rounds { get; init; }

    /// <summary>Rounds whose samples were not kept because the write queue was full or the disk failed.</summary>
    public long SkippedRounds { get; init; }

    /// <summary>Series being written.</summary>
    public int Series { get; init; }

    /// <summary>What is watched: <c>CPU</c>, <c>memory</c>, <c>disks</c>, ...</summary>
    public ImmutableArray<string> Watched { get; init; } = [];

    /// <summary>What cannot be read, and why.</summary>
    public ImmutableArray<HostProblem> Unreadable { get; init; } = [];
}
