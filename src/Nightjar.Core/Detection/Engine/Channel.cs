namespace Nightjar.Core.Detection.Engine;

/// <summary>The questions that are asked of each sample.</summary>
public enum Channel : byte
{
    /// <summary>Is this sample far from what the one before, the last minutes or the rhythm lead to expect, whichever knows best?</summary>
    Sample,

    /// <summary>Have the newest samples together left the mean of the last hundred?</summary>
    Level,

    /// <summary>Have they left the time of day?</summary>
    Season,

    /// <summary>Does the last half hour not follow the day and the week as learnt?</summary>
    Rhythm,
}
