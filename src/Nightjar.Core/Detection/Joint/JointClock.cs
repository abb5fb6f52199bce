namespace Nightjar.Core.Detection.Joint;

/// <summary>Where a <see cref="JointModel"/> stands in time. Plain memory.</summary>
internal struct JointClock
{
    internal long StepNs;

    /// <summary>The oldest tick that is open, and the newest that has a sample.</summary>
    internal long Open;

    internal long Newest;

    /// <summary>Ticks learnt in which two members at least could be judged.</summary>
    internal long Ticks;

    internal bool IsEvent;
    internal int EventTicks;
    internal int Calm;
}
