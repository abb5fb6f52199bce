namespace Nightjar.Core.Detection;

/// <summary>What one sample did to the anomaly of its series.</summary>
public enum TrackerChange : byte
{
    /// <summary>Nothing that anybody needs to be told.</summary>
    None,

    /// <summary>An anomaly began.</summary>
    Opened,

    /// <summary>The open one became worse, or a minute longer.</summary>
    Extended,

    /// <summary>The open one is over.</summary>
    Closed,
}
