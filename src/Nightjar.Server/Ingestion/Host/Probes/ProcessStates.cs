namespace Nightjar.Server.Ingestion.Host.Probes;

/// <summary>Processes by what they do.</summary>
internal sealed class ProcessStates
{
    private static readonly string[] Names = ["running", "sleeping", "blocked", "stopped", "defunct"];

    private readonly int[] _counts = new int[Names.Length];
    private readonly HostSeries _total = HostSeries.Gauge("system_process_count", "{process}", "Processes.");
    private readonly HostSeries[] _states =
    [
        .. Names.Select(name => HostSeries.Gauge(
            "system_process_state_count", "{process}", "Processes by state; blocked is waiting for a disk.", ("process_state", name))),
    ];

    /// <summary>Begins anew.</summary>
    public void Clear() => Array.Clear(_counts);

    /// <summary>Counts one by the kernel's letter (proc(5)): R, S, I idle kernel thread, D, T and t stopped, Z and X dead.</summary>
    public void Add(byte letter) => _counts[letter switch
    {
        (byte)'R' => 0,
        (byte)'D' => 2,
        (byte)'T' or (byte)'t' => 3,
        (byte)'Z' or (byte)'X' or (byte)'x' => 4,
        _ => 1,
    }]++;

    /// <summary>Adds the figures to the round.</summary>
    public void Write(HostRound round)
    {
        for (int i = 0; i < _counts.Length; i++)
        {
            round.Add(_states[i], _counts[i]);
        }

        round.Add(_total, _counts.Sum());
    }
}
