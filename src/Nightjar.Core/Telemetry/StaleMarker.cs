namespace Nightjar.Core.Telemetry;

/// <summary>
/// Prometheus' word for "this series has ended here": a NaN with the bits 0x7ff0000000000002.
/// An ordinary NaN means "no value this time" and ends nothing.
/// </summary>
public static class StaleMarker
{
    private const long Bits = 0x7ff0000000000002;

    /// <summary>The marker as a double. Copying it keeps its bits; arithmetic may not.</summary>
    public static double Value => BitConverter.Int64BitsToDouble(Bits);

    /// <summary>True for the marker alone, false for every other NaN.</summary>
    public static bool Is(double value) => BitConverter.DoubleToInt64Bits(value) == Bits;
}
