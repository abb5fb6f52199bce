using Nightjar.Core.Detection.Engine;

namespace Nightjar.Core.Detection;

/// <summary>Where the anomaly of one series stands: plain memory, so that it is snapshotted with what is learnt.</summary>
public struct TrackerState
{
    /// <summary>Which of the newest samples were above, newest in bit 0.</summary>
    internal byte Above;

    /// <summary>Which were below.</summary>
    internal byte Below;

    internal bool IsOpen;

    /// <summary>Kind and direction of the open anomaly, or of the one that may be beginning.</summary>
    internal AnomalyKind Kind;

    internal AnomalyDirection Direction;

    /// <summary>What it was seen by.</summary>
    internal AnomalyShape Shape;

    internal Severity Severity;

    /// <summary>Ordinary samples since the last abnormal one.</summary>
    internal int Calm;

    internal long StartNs;
    internal long LastNs;
    internal long CalmSinceNs;

    /// <summary>When it was last told of, and with which score.</summary>
    internal long ToldNs;

    internal double ToldScore;

    internal double Score;
    internal double Bar;
    internal double Observed;
    internal double Expected;
    internal double Lower;
    internal double Upper;
    internal long Learnt;

    /// <summary>What was said of the rarest sample.</summary>
    internal Abnormality Rarest;
}
