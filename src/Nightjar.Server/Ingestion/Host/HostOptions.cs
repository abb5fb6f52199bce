using System.ComponentModel.DataAnnotations;

namespace Nightjar.Server.Ingestion.Host;

/// <summary>How this machine is watched (configuration section <c>host</c>).</summary>
public sealed class HostOptions
{
    /// <summary>False leaves this machine alone.</summary>
    public bool Enabled { get; set; } = true;

    /// <summary>Time between two rounds.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:05:00", ErrorMessage = "host.interval must lie between 1 s (00:00:01) and 5 min (00:05:00).")]
    public TimeSpan Interval { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>How many executables are watched by CPU, and how many by memory.</summary>
    [Range(0, 100, ErrorMessage = "host.topProcesses must lie between 0 and 100.")]
    public int TopProcesses { get; set; } = 10;

    /// <summary>The value of the label <c>host_name</c>; the machine's own name when empty.</summary>
    public string Name { get; set; } = "";

    /// <summary>Where the kernel's process file system is mounted.</summary>
    [Required(ErrorMessage = "host.procPath must not be empty; the default is /proc.")]
    public string ProcPath { get; set; } = "/proc";

    /// <summary>Where the kernel's device file system is mounted.</summary>
    [Required(ErrorMessage = "host.sysPath must not be empty; the default is /sys.")]
    public string SysPath { get; set; } = "/sys";

    /// <summary>
    /// File system types left out besides the kernel's own pseudo file systems. Those over a network are among the defaults because
    /// asking one whose server is gone stops the asking thread.
    /// </summary>
    public IList<string> IgnoredFileSystems { get; } = [];

    /// <summary>Beginnings of block device names left out besides <c>loop</c>, <c>ram</c> and <c>zram</c>.</summary>
    public IList<string> IgnoredDevices { get; } = [];

    /// <summary>Beginnings of interface names left out besides <c>lo</c>, <c>veth</c>, <c>ifb</c> and the like.</summary>
    public IList<string> IgnoredInterfaces { get; } = [];
}
