using Nightjar.Core.Telemetry;
using Nightjar.Storage.Telemetry;

namespace Nightjar.Server.Api.Prometheus;

/// <summary>What of a series' samples counts at an instant, by the rules of Prometheus 2.42.</summary>
internal static class SampleWindow
{
    /// <summary>How far back an instant looks for a value.</summary>
    public const long LookBackNs = 300 * Clock.NsPerSecond;

    /// <summary>
    /// The newest sample at or before an instant and not more than the look-back before it (that end included), unless it is a
    /// stale marker. <paramref name="cursor"/> is the index of the first sample after the previous instant: instants ascend, so a
    /// whole range costs one pass.
    /// </summary>
    public static bool TryAt(SamplePoint[] samples, long instantNs, ref int cursor, out double value) // hot
    {
        while (cursor < samples.Length && samples[cursor].TimeNs <= instantNs)
        {
            cursor++;
        }

        if (cursor > 0 && samples[cursor - 1].TimeNs >= instantNs - LookBackNs && !StaleMarker.Is(samples[cursor - 1].Value))
        {
            value = samples[cursor - 1].Value;
            return true;
        }

        value = double.NaN;
        return false;
    }
}
