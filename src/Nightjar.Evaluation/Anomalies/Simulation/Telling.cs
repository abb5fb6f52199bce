using Nightjar.Core.Detection;
using Nightjar.Core.Detection.Budget;
using Nightjar.Core.Detection.Rules;
using BudgetSurprise = Nightjar.Core.Detection.Budget.Surprise;

namespace Nightjar.Evaluation.Anomalies.Simulation;

/// <summary>An anomaly as it opened, or as it stood when it was told of again: what the alarm budget asks of it.</summary>
/// <param name="Minute">When, in minutes of the simulation.</param>
/// <param name="Id">Of the anomaly.</param>
/// <param name="Surprise">Decimal powers.</param>
/// <param name="IsStrong">High or critical.</param>
/// <param name="IsCertain">No matter of chance.</param>
internal readonly record struct Telling(int Minute, string Id, double Surprise, bool IsStrong, bool IsCertain)
{
    public static Telling Of(int minute, Anomaly anomaly) =>
        new(minute, anomaly.Id, BudgetSurprise.Of(anomaly, EntityImportance.Usual), BudgetSurprise.IsStrong(anomaly), BudgetSurprise.IsCertain(anomaly, SeriesRule.Default));
}
