using System.ComponentModel.DataAnnotations;

namespace Nightjar.Server.Diagnosis;

/// <summary>Rhythm and reach of Diagnosis (configuration section <c>diagnosis</c>).</summary>
public sealed class DiagnosisOptions
{
    /// <summary>Findings of one incident are made anew at most once in this time.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "01:00:00")]
    public TimeSpan Interval { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>How far before the onset a process' usual share is read.</summary>
    [Range(typeof(TimeSpan), "00:01:00", "24:00:00")]
    public TimeSpan ProcessLookBack { get; set; } = TimeSpan.FromMinutes(15);

    /// <summary>Most process series compared for one incident.</summary>
    [Range(0, 100_000)]
    public int MaxProcessSeries { get; set; } = 500;
}
