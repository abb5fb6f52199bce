using Nightjar.Core.Detection.Rules;

namespace Nightjar.Storage.State;

/// <summary>Its id is the anomaly's.</summary>
internal sealed class FeedbackRow : StoredRecord
{
    public static FeedbackRow From(Feedback feedback) => new() { Id = feedback.AnomalyId, Record = RecordJson.Write(feedback) };
}
