using System.ComponentModel;
using Nightjar.Core.Detection.Rules;

namespace Nightjar.Server.Api.V1;

/// <summary>A person's word on an anomaly.</summary>
/// <param name="Word">What is said.</param>
/// <param name="By">Who says so.</param>
public sealed record FeedbackRequest(
    [property: Description("expected (this is how the series behaves), notUseful (nobody needs to know) or wellCaught (more of this).")] FeedbackWord? Word = null,
    [property: Description("Who says so; 1 to 100 characters, 'the API' when absent.")] string? By = null);
