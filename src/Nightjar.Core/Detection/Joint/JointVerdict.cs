namespace Nightjar.Core.Detection.Joint;

/// <summary>What is said of one tick of an entity.</summary>
/// <param name="TimeNs">When the tick began, ns since 1970 UTC.</param>
/// <param name="IsCalibrated">False until enough is known; nothing is abnormal then.</param>
/// <param name="Pattern">Which question strays furthest from its past; <see cref="JointPattern.None"/> where none strays at all.</param>
/// <param name="Times">How far, in widths of what is ordinary: beyond 1 it is abnormal.</param>
/// <param name="ReturnTicks">In how many ticks there is one as rare, at most as many as were learnt.</param>
/// <param name="Learnt">Ticks that this rests on.</param>
public readonly record struct JointVerdict(long TimeNs, bool IsCalibrated, JointPattern Pattern, double Times, double ReturnTicks, long Learnt)
{
    /// <summary>True for what is to be told of.</summary>
    public bool IsAbnormal => IsCalibrated && Times > 1;
}
