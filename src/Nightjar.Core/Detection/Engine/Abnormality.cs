namespace Nightjar.Core.Detection.Engine;

/// <summary>How abnormal one sample is.</summary>
/// <param name="Point">Evidence that this sample is not like those before: a weighted sum of −log10 p, 0 for an ordinary one.</param>
/// <param name="Event">Score of an event that begins or grows with this sample: mostly log10 of <paramref name="ReturnSamples"/>; else 0.</param>
/// <param name="ReturnSamples">In how many samples of this series there is one event as large; 0 for an ordinary sample.</param>
/// <param name="Evidence">What each residual had to say, unweighted.</param>
public readonly record struct Abnormality(double Point, double Event, double ReturnSamples, Residuals Evidence);
