namespace Nightjar.Core.Telemetry.Patterns;

/// <summary>The <see cref="ByteClass"/> of each byte.</summary>
internal static class ByteClasses
{
    public static readonly ByteClass[] Of = Create();

    public static bool Is(byte value, ByteClass kind) => (Of[value] & kind) != 0;

    /// <summary>Whether all bytes are of the class.</summary>
    public static bool All(ReadOnlySpan<byte> text, ByteClass kind)
    {
        foreach (byte value in text)
        {
            if (!Is(value, kind))
            {
                return false;
            }
        }

        return true;
    }

    private static ByteClass[] Create()
    {
        ByteClass[] classes = new ByteClass[256];
        Set(" \t\r\n\v\f\0"u8, ByteClass.Space);
        Set("0123456789"u8, ByteClass.Digit | ByteClass.HexDigit);
        Set("abcdefABCDEF"u8, ByteClass.HexDigit);
        Set("_abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"u8, ByteClass.Letter);
        for (int i = 0x80; i < classes.Length; i++)
        {
            classes[i] |= ByteClass.Letter;
        }

        Set("=,;()[]{}\"'|<>:"u8, ByteClass.Delimiter);
        Set("([{\"'<"u8, ByteClass.Opener);
        Set(")]}\"'>,;:"u8, ByteClass.Closer);
        Set("./\\@"u8, ByteClass.Special);
        return classes;

        void Set(ReadOnlySpan<byte> bytes, ByteClass kind)
        {
            foreach (byte value in bytes)
            {
                classes[value] |= kind;
            }
        }
    }
}
