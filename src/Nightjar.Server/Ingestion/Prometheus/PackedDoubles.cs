namespace Nightjar.Server.Ingestion.Prometheus;

/// <summary>Reads a repeated double, packed or one a field.</summary>
internal static class PackedDoubles
{
    private const uint LengthDelimited = 2;

    /// <summary>Adds what the field holds; false when it is cut short.</summary>
    public static bool TryRead(in ProtoReader field, List<double> values)
    {
        if ((field.Tag & 7) != LengthDelimited)
        {
            values.Add(field.Double);
            return true;
        }

        ProtoReader packed = new(field.Bytes);
        while (packed.NextPackedDouble())
        {
            values.Add(packed.Double);
        }

        return !packed.Broken;
    }
}
