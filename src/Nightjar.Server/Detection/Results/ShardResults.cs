using Nightjar.Core.Detection;
using Nightjar.Core.Telemetry;

namespace Nightjar.Server.Detection.Results;

/// <summary>The way out for the results of one shard. The shard's owner's; what it leads to is shared.</summary>
/// <param name="queue">Where they go.</param>
/// <param name="startedNs">When this server started: what it scores again of the time before has been sent by the one before.</param>
internal sealed class ShardResults(ResultQueue queue, long startedNs)
{
    /// <summary>True while stored samples are scored again.</summary>
    public bool IsReplay { get; set; }

    /// <summary>As <see cref="ShardOptions.TapOf"/> wants it.</summary>
    public VerdictTap? TapOf(Series source, string ending) =>
        queue.TapOf(ending.Length == 0 ? source.Labels : DerivedSeries.Of(source.Labels, ending), this);

    /// <summary>Sends one result.</summary>
    public void Add(in SeriesResult result)
    {
        if (!IsReplay || result.TimeNs >= startedNs)
        {
            queue.Add(result);
        }
    }
}
