namespace Nightjar.Core.Telemetry.Patterns;

/// <summary>What the lines of a signature have in common at a piece of a value.</summary>
internal struct SlotPiece
{
    /// <summary>The kind of all values; <see cref="TokenKind.Any"/> when they differ in it.</summary>
    public TokenKind Kind;

    /// <summary>Whether two values differed.</summary>
    public bool Varies;

    /// <summary>Whether the values that it is part of differ in form, so that they are shown as one.</summary>
    public bool Ragged;

    /// <summary>Bytes that all values begin with, up to a delimiter behind a word; meaningful once it varies.</summary>
    public int Prefix;

    /// <summary>The same at the end.</summary>
    public int Suffix;

    /// <summary>Whether its text is still compared: the text of a number or an address is never shown.</summary>
    public readonly bool IsTextual => Kind is TokenKind.Word or TokenKind.Unit or TokenKind.Empty or TokenKind.Id or TokenKind.Delimiter;
}
