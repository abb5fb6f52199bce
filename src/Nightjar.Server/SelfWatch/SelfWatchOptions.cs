using System.ComponentModel.DataAnnotations;

namespace Nightjar.Server.SelfWatch;

/// <summary>Where Nightjar sends what it measures of itself (configuration section <c>selfWatch</c>); <c>/metrics</c> is always there.</summary>
public sealed class SelfWatchOptions
{
    /// <summary>An OTLP receiver, such as <c>http://127.0.0.1:4317</c>; null sends nothing.</summary>
    public Uri? OtlpEndpoint { get; set; }

    /// <summary>How the receiver is spoken to.</summary>
    public SelfWatchProtocol OtlpProtocol { get; set; }

    /// <summary>Headers for the receiver: <c>Authorization=Bearer%20TOKEN,other=value</c>, as in OpenTelemetry's own variable.</summary>
    public string? OtlpHeaders { get; set; }

    /// <summary>How often it is sent.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "1.00:00:00")]
    public TimeSpan OtlpInterval { get; set; } = TimeSpan.FromMinutes(1);
}
