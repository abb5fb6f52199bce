using Nightjar.Core.Diagnosis;

namespace Nightjar.Storage.State;

/// <summary>Its id is the incident's.</summary>
internal sealed class FindingsRow : StoredRecord
{
    public static FindingsRow From(Findings findings) => new() { Id = findings.IncidentId, Record = RecordJson.Write(findings) };
}
