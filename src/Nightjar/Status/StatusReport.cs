using System.Text.Json.Serialization;
using Nightjar.Commands.Serve;
using Nightjar.Server.Api.V1;

namespace Nightjar.Commands.Status;

/// <summary>The answer of <c>status --json</c>. Fields are added, never renamed.</summary>
/// <param name="DataDirectory">Where the data is.</param>
/// <param name="Server">Who holds it; null when nobody does.</param>
/// <param name="Series">Series known.</param>
/// <param name="OpenIncidents">Incidents not resolved.</param>
/// <param name="OpenAnomalies">Anomalies not over.</param>
/// <param name="Storage">What is kept.</param>
/// <param name="Status">What the server says of itself; null without one.</param>
/// <param name="Sources">What comes in; empty without a server.</param>
internal sealed record StatusReport(
    string DataDirectory,
    RunningServer? Server,
    int Series,
    int OpenIncidents,
    int OpenAnomalies,
    StorageRecord Storage,
    StatusRecord? Status,
    IReadOnlyList<SourceRecord> Sources)
{
    /// <summary>True when somebody must look at the storage.</summary>
    [JsonIgnore]
    public bool IsIll => Storage.DamagedParts.Count > 0 || Status?.StorageFailure is not null;
}
