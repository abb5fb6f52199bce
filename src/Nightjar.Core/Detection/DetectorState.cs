using Nightjar.Core.Detection.Engine;

namespace Nightjar.Core.Detection;

/// <summary>
/// All that is learnt of one series: plain memory without references, so that a snapshot is a copy of its bytes and a restored
/// series goes on with the same bits.
/// </summary>
public struct DetectorState
{
    internal Cadence Cadence;

    /// <summary>Samples seen, all told.</summary>
    internal long Count;

    /// <summary>Samples that the present level rests on; starts small again when a new level is taken over.</summary>
    internal int Learnt;

    /// <summary>Consecutive abnormal samples, less two for each normal one between.</summary>
    internal int AbnormalRun;

    internal long FirstNs;

    /// <summary>The first value: hour profiles are kept as distances from it.</summary>
    internal double Origin;

    internal double Level;

    /// <summary>Mean |value − level|.</summary>
    internal double LevelDeviation;

    /// <summary>Mean distance of the value from the hour profile: the profile may be right in shape and wrong in height.</summary>
    internal double SeasonOffset;

    /// <summary>Mean |value − hour profile − offset|.</summary>
    internal double SeasonDeviation;

    /// <summary>The two deviations over a day: which predictor explains the series better.</summary>
    internal double LevelMiss;

    internal double SeasonMiss;

    /// <summary>Samples over which the two were compared.</summary>
    internal int Compared;

    /// <summary>Short mean of what is seen and of its deviation: the new level, should it last.</summary>
    internal double Recent;

    internal double RecentDeviation;

    internal double LastValue;

    /// <summary>Smallest change seen in ordinary times; 0 while the series has never changed. Grows slowly, so that it can be unlearnt.</summary>
    internal double Step;

    internal double Smallest;

    /// <summary>z of the three samples before, newest first.</summary>
    internal float Z1;

    internal float Z2;

    internal float Z3;

    internal TailMemory Above;

    internal TailMemory Below;

    internal HourProfile Hours;

    internal AnomalyEngine Engine;
}
