using System.Runtime.CompilerServices;

namespace Nightjar.Core.Detection.Engine;

/// <summary>One count a magnitude of a <see cref="ResidualTail"/>.</summary>
[InlineArray(Count)]
public struct TailCounts
{
    /// <summary>Five bins for two octaves: 1 to 7,131 mean deviations. What is beyond falls into the last.</summary>
    public const int Count = 32;

    private ushort _first;
}
