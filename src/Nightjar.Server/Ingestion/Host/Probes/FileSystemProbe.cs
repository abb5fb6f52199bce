using System.Collections.Immutable;
using Nightjar.Server.Ingestion.Host.Parsing;

namespace Nightjar.Server.Ingestion.Host.Probes;

/// <summary><c>/proc/self/mounts</c> and statvfs: bytes and inodes of mounted file systems.</summary>
internal sealed class FileSystemProbe : IHostProbe
{
    private const int MostFileSystems = 500;

    // The kernel's own, those in memory, read-only images (always full, rightly), and those that may hang (see HostOptions).
    private static readonly ImmutableArray<string> Ignored =
    [
        "autofs", "binfmt_misc", "bpf", "cgroup", "cgroup2", "configfs", "debugfs", "devpts", "devtmpfs", "efivarfs", "fusectl", "hugetlbfs",
        "mqueue", "nsfs", "proc", "procfs", "pstore", "ramfs", "rpc_pipefs", "securityfs", "selinuxfs", "sysfs", "tmpfs", "tracefs",
        "erofs", "iso9660", "squashfs",
        "9p", "afs", "ceph", "cifs", "glusterfs", "lustre", "nfs", "nfs4", "smb3",
    ];

    private readonly ProcFile _mounts;
    private readonly HashSet<string> _ignored;
    private readonly Dictionary<string, Mounted> _known = new(StringComparer.Ordinal);
    private readonly HashSet<string> _seenDevices = new(StringComparer.Ordinal);
    private byte[] _text = [];
    private ImmutableArray<Mounted> _mounted = [];

    public FileSystemProbe(string proc, IEnumerable<string> ignored)
    {
        _mounts = new ProcFile($"{proc}/self/mounts");
        _ignored = new HashSet<string>(Ignored.Concat(ignored), StringComparer.Ordinal);
    }

    private sealed class Mounted(MountLine mount)
    {
        private readonly (string, string)[] _labels =
        [
            ("system_device", mount.Device), ("system_filesystem_mountpoint", mount.Mountpoint), ("system_filesystem_type", mount.Type),
        ];

        public string Mountpoint { get; } = mount.Mountpoint;

        public byte[] Path { get; } = Libc.Path(mount.Mountpoint);

        public HostSeries Used => field ??= Series("system_filesystem_usage_bytes", "By", "Bytes by state.", ("system_filesystem_state", "used"));

        public HostSeries Free => field ??= Series(
            "system_filesystem_usage_bytes", "By", "Bytes by state; free is what others than root may still write.", ("system_filesystem_state", "free"));

        public HostSeries Limit => field ??= Series("system_filesystem_limit_bytes", "By", "Size.");

        public HostSeries Share => field ??= Series("system_filesystem_utilization_ratio", "1", "Share in use of what others than root may use.");

        public HostSeries Inodes => field ??= Series("system_filesystem_inodes_limit", "{inode}", "Inodes it has.");

        public HostSeries InodeShare => field ??= Series("system_filesystem_inodes_utilization_ratio", "1", "Share of inodes in use.");

        private HostSeries Series(string name, string unit, string help, params (string, string)[] more) =>
            HostSeries.Gauge(name, unit, help, [.. _labels, .. more]);
    }

    public string What => "file systems";

    public void Collect(HostRound round)
    {
        if (!_mounts.TryRead(round, out ReadOnlySpan<byte> text))
        {
            return;
        }

        // Mounts change seldom: they are taken apart, which makes strings, only when the text differs.
        if (!text.SequenceEqual(_text))
        {
            _text = text.ToArray();
            _mounted = Choose(text);
        }

        foreach (Mounted mounted in _mounted)
        {
            if (Libc.TryStatvfs(mounted.Path, out FileSystemSizes sizes, out int error))
            {
                Add(round, mounted, sizes);
            }
            else
            {
                round.Problem(mounted.Mountpoint, Libc.Describe(error));
            }
        }
    }

    private static void Add(HostRound round, Mounted mounted, FileSystemSizes sizes)
    {
        if (sizes.TotalBytes <= 0)
        {
            return;
        }

        double used = sizes.TotalBytes - sizes.FreeBytes;
        round.Add(mounted.Limit, sizes.TotalBytes);
        round.Add(mounted.Used, used);
        round.Add(mounted.Free, sizes.AvailableBytes);
        round.Add(mounted.Share, used / (used + sizes.AvailableBytes)); // as df reckons: full means full for ordinary programs
        if (sizes.Inodes > 0)
        {
            round.Add(mounted.Inodes, sizes.Inodes);
            round.Add(mounted.InodeShare, 1 - (sizes.FreeInodes / sizes.Inodes));
        }
    }

    private ImmutableArray<Mounted> Choose(ReadOnlySpan<byte> text)
    {
        List<MountLine> mounts = [];
        FieldReader lines = new(text);
        while (lines.TryNextLine(out ReadOnlySpan<byte> line))
        {
            if (MountLine.TryParse(line, out MountLine mount) && IsWatched(mount))
            {
                mounts.Add(mount);
            }
        }

        // One device shows once, under its shortest path: bind mounts and containers' /etc/hosts are the same file system again.
        _seenDevices.Clear();
        mounts.Sort(static (a, b) => a.Mountpoint.Length != b.Mountpoint.Length
            ? a.Mountpoint.Length.CompareTo(b.Mountpoint.Length)
            : string.CompareOrdinal(a.Mountpoint, b.Mountpoint));
        List<Mounted> chosen = [];
        foreach (MountLine mount in mounts.Where(mount => _seenDevices.Add(mount.Device)).Take(MostFileSystems))
        {
            string key = $"{mount.Device}\n{mount.Mountpoint}\n{mount.Type}";
            Mounted mounted = _known.GetValueOrDefault(key) ?? new Mounted(mount);
            _known[key] = mounted;
            chosen.Add(mounted);
        }

        if (_known.Count > 2 * MostFileSystems)
        {
            _known.Clear(); // mounts that came and went; the present ones are made anew with their next change
        }

        return [.. chosen];
    }

    /// <summary>An overlay is a container's layer over a file system that is shown itself, unless the container is where we live.</summary>
    private bool IsWatched(MountLine mount) =>
        !_ignored.Contains(mount.Type) && (!mount.Type.StartsWith("fuse.", StringComparison.Ordinal) || mount.Type == "fuse.mergerfs")
            && (mount.Type != "overlay" || mount.Mountpoint == "/");
}
