using Nightjar.Core.Detection.Engine;

namespace Nightjar.Core.Detection;

/// <summary>
/// All that is learnt of one series: plain memory without references, so that a snapshot is a copy of its bytes and a restored
/// series goes on with the same bits.
/// </summary>
public struct DetectorState
{
    /// <summary>Smallest change seen in ordinary times; 0 while the series has never changed. Grows slowly, so that it can be unlearnt.</summary>
    internal double Step;

    /// <summary>The range of all values but abnormal ones.</summary>
    internal double Smallest;

    internal double Largest;

    /// <summary>The same of the newest samples, which may yet turn out to be the beginning of something; how many they are.</summary>
    internal double NewestSmallest;

    internal double NewestLargest;

    internal int Newest;

    /// <summary>For how many samples the value has not moved, and the longest it ever has not before; the most they can hold is for ever.</summary>
    internal ushort Still;

    internal ushort LongestStill;

    internal Excursion Excursion;

    internal EventLog Events;

    internal AnomalyEngine Engine;
}
