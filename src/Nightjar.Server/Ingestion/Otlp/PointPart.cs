namespace Nightjar.Server.Ingestion.Otlp;

/// <summary>The series that one OTLP point becomes.</summary>
internal enum PointPart
{
    /// <summary>A gauge's or sum's own value.</summary>
    Value,

    /// <summary><c>_count</c>.</summary>
    Count,

    /// <summary><c>_sum</c>.</summary>
    Sum,

    /// <summary><c>_min</c>.</summary>
    Min,

    /// <summary><c>_max</c>.</summary>
    Max,

    /// <summary><c>_bucket</c> with its bound in the label <c>le</c>.</summary>
    Bucket,

    /// <summary>A summary's value with its rank in the label <c>quantile</c>.</summary>
    Quantile,
}
