using Nightjar.Core.Detection;
using Nightjar.Core.Detection.Engine;
using Nightjar.Core.Tests.Correlation;

namespace Nightjar.Core.Tests.Detection;

public sealed class AnomalyRarityWordsTests
{
    [Theory]
    [InlineData(0, 1_000, "", "")]
    [InlineData(41_234, 90_000, "level and drift", "once in 41,000 samples; mostly level and drift")]
    [InlineData(41_234, 90_000, "", "once in 41,000 samples")]
    [InlineData(900, 362, "drift", "the largest in 362 samples; mostly drift")]
    public void RarityOf_NeverSpeaksOfMoreSamplesThanWereSeen(double returnSamples, long learnt, string reasons, string words)
    {
        Anomaly anomaly = Symptoms.Of("cpu", 0) with { ReturnSamples = returnSamples, LearntSamples = learnt, Reasons = reasons };
        Assert.Equal(words, AnomalyWords.RarityOf(anomaly));
    }

    [Theory]
    [InlineData(true, "time of day and level")]
    [InlineData(false, "distance from the last quarter of an hour and level")]
    public void Reasons_OnTheFirstDay_SayNothingOfTheTimeOfDay(bool daySeen, string words)
    {
        Residuals evidence = default(Residuals) with { Season = 5, Level = 4, Step = 1 };
        Assert.Equal(words, evidence.Reasons(daySeen));
    }
}
