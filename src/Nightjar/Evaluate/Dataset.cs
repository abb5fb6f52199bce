namespace Nightjar.Commands.Evaluate;

/// <summary>What is evaluated on, as <c>--dataset</c> names it.</summary>
internal enum Dataset
{
    /// <summary>The Numenta Anomaly Benchmark.</summary>
    Nab,

    /// <summary>The series of the AIOps challenge 2018, or others in the same two folders.</summary>
    Kpi,

    /// <summary>A folder of series with a label a row.</summary>
    Csv,

    /// <summary>Series made for the purpose.</summary>
    Simulated,

    /// <summary>Entities of several series, made for the purpose.</summary>
    Joint,
}
