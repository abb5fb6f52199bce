using System.ComponentModel.DataAnnotations;
using Nightjar.Core;
using Nightjar.Server.Configuration;

namespace Nightjar.Server.Detection.Results;

/// <summary>The Alertmanagers that anomalies are sent to.</summary>
public sealed class AlertmanagerOptions
{
    /// <summary>Their addresses, such as <c>http://127.0.0.1:9093</c>; each gets every alert. Empty sends nothing.</summary>
    public List<Uri> Urls { get; set; } = [];

    /// <summary>Anomalies less severe are not sent.</summary>
    public Severity MinSeverity { get; set; } = Severity.Warning;

    /// <summary>How often open anomalies are looked at for what is new or over.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:10:00")]
    public TimeSpan Interval { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>An alert not sent again for so long is over for an Alertmanager; four times in it each is sent again.</summary>
    [Range(typeof(TimeSpan), "00:00:10", "1.00:00:00")]
    public TimeSpan ResolveAfter { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>Most anomalies that are told of at once; beyond it the less severe are left out and counted.</summary>
    [Range(1, 100_000)]
    public int MaxAlerts { get; set; } = 1_000;

    /// <summary>The address of these pages as people reach them, for the link of an alert; the address listened on when absent.</summary>
    public Uri? ExternalUrl { get; set; }

    /// <summary>What the Alertmanagers are shown.</summary>
    public RemoteAuth Auth { get; set; } = new();
}
