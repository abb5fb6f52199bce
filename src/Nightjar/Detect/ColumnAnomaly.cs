using Nightjar.Core.Detection;
using Nightjar.Evaluation;

namespace Nightjar.Commands.Detect;

/// <summary>An anomaly with the column it lies in.</summary>
internal sealed record ColumnAnomaly(CsvColumn Column, Anomaly Anomaly);
