namespace Nightjar.Core.Telemetry.Patterns;

/// <summary>What a byte can be in a message; one look-up a byte tells the tokenizer whether a chunk needs a closer look.</summary>
[Flags]
internal enum ByteClass : byte
{
    /// <summary>Punctuation that stays within a word.</summary>
    None = 0,

    /// <summary>White space.</summary>
    Space = 1,

    /// <summary>0 to 9.</summary>
    Digit = 2,

    /// <summary>Text is cut there.</summary>
    Delimiter = 4,

    /// <summary>0 to 9, a to f, A to F.</summary>
    HexDigit = 8,

    /// <summary>Part of a letter or an underscore: with it, a chunk with digits is not a number.</summary>
    Letter = 16,

    /// <summary>Makes a path, an address or a run of dots possible.</summary>
    Special = 32,

    /// <summary>Opens a chunk without being part of it.</summary>
    Opener = 64,

    /// <summary>Closes a chunk without being part of it.</summary>
    Closer = 128,
}
