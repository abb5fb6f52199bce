using Nightjar.Core.Detection.Rules;

namespace Nightjar.Server.Ui.Queries;

/// <summary>A word on an anomaly in its list.</summary>
/// <param name="Feedback">The word.</param>
/// <param name="Alike">How many series are alike now.</param>
public sealed record FeedbackLine(Feedback Feedback, int Alike);
