using Nightjar.Core.Telemetry;

namespace Nightjar.Core.Detection;

/// <summary>The learnt rhythm of a series: how far its samples lie apart, and how steadily. Plain memory, so that it can be snapshotted.</summary>
public struct Cadence
{
    // One long pause must not pass for a new rhythm, so a step is clipped to half of what is known; a true change of the rhythm
    // is followed within about twenty samples.
    private const float Rate = 0.1f;
    private const float Clip = 0.5f;
    private const int SteadyAfter = 10;

    private float _seconds;
    private float _jitter;
    private int _steps;

    /// <summary>Time of the newest sample, ns since 1970 UTC; 0 before the first.</summary>
    public long LastNs { get; private set; }

    /// <summary>The usual distance of two samples in seconds; 0 until two were seen.</summary>
    public readonly float Seconds => _seconds;

    /// <summary>True when enough was seen to miss a sample that does not come.</summary>
    public readonly bool IsSteady => _steps >= SteadyAfter && _jitter < 0.3f * _seconds;

    /// <summary>Takes note of a sample; one that is not newer than the last changes nothing. Returns seconds since the last one.</summary>
    public double Next(long timeNs) // hot
    {
        if (LastNs == 0 || timeNs <= LastNs)
        {
            LastNs = Math.Max(LastNs, timeNs);
            return 0;
        }

        float step = (timeNs - LastNs) / (float)Clock.NsPerSecond;
        LastNs = timeNs;
        if (_steps == 0)
        {
            _seconds = step;
        }
        else
        {
            float miss = Math.Clamp(step - _seconds, -Clip * _seconds, Clip * _seconds);
            _seconds += Rate * miss;
            _jitter += Rate * (Math.Abs(miss) - _jitter);
        }

        _steps = Math.Min(_steps + 1, SteadyAfter);
        return step;
    }
}
