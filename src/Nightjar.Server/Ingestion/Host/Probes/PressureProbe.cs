using Nightjar.Server.Ingestion.Host.Parsing;

namespace Nightjar.Server.Ingestion.Host.Probes;

/// <summary>
/// <c>/proc/pressure</c>: the share of time in which threads waited for a resource. Taken from the kernel's total, so it is exact for
/// the interval of a round, where the kernel's own avg10 is not.
/// </summary>
internal sealed class PressureProbe(string proc) : IHostProbe
{
    private const double UsPerSecond = 1e6;
    private readonly Resource[] _resources = [new(proc, "cpu"), new(proc, "memory"), new(proc, "io")];

    private sealed class Resource(string proc, string name)
    {
        public ProcFile File { get; } = new($"{proc}/pressure/{name}");

        public HostSeries Some { get; } = Series(name, "some", "Share of time in which at least one thread waited for the resource.");

        public HostSeries Full { get; } = Series(name, "full", "Share of time in which every thread that had work waited for the resource.");

        public Pressure? Before { get; set; }

        private static HostSeries Series(string resource, string scope, string help) => HostSeries.Gauge(
            "system_linux_pressure_stalled_ratio", "1", help, ("pressure_resource", resource), ("pressure_scope", scope));
    }

    public string What => "pressure";

    public void Collect(HostRound round)
    {
        foreach (Resource resource in _resources)
        {
            if (!resource.File.TryRead(round, out ReadOnlySpan<byte> text))
            {
                continue;
            }

            if (!Pressure.TryParse(text, out Pressure now))
            {
                round.Problem(resource.File.Path, "its content is not known; the kernel may lack pressure stall information (boot with psi=1)");
                continue;
            }

            if (resource.Before is Pressure before)
            {
                round.AddShare(resource.Some, Seconds(before.SomeUs, now.SomeUs));
                if (before.FullUs is ulong full && now.FullUs is ulong fullNow)
                {
                    round.AddShare(resource.Full, Seconds(full, fullNow));
                }
            }

            resource.Before = now;
        }
    }

    private static double Seconds(ulong before, ulong now) => now >= before ? (now - before) / UsPerSecond : double.NaN;
}
