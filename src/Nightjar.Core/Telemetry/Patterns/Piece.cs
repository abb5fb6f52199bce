namespace Nightjar.Core.Telemetry.Patterns;

/// <summary>A stretch of a message's bytes that is shown as it is or as a placeholder.</summary>
internal readonly record struct Piece(int Start, int Length, TokenKind Kind)
{
    public int End => Start + Length;

    public ReadOnlySpan<byte> In(ReadOnlySpan<byte> message) => message.Slice(Start, Length);
}
