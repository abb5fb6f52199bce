using System.Text;
using Nightjar.Server.Ingestion.Logs.Syslog;
using Nightjar.Server.Tests.Fuzzing;

namespace Nightjar.Server.Tests.Ingestion.Logs.Syslog;

public sealed class SyslogFramerTests
{
    private const int MaxBytes = 40;

    private static readonly byte[][] Corpus =
    [
        "10 <13>one 1\n<13>two\n<14>three\r\n11 <13>four 44"u8.ToArray(),
        "<34>1 2024-03-01T22:14:15.003Z h su - - - a message beyond the most that is taken\n5 <1>a\n\n0 <1>b\n12 apples\n"u8.ToArray(),
        "90 <13>counted and beyond the most that is taken, so that its end is cut off and skipped, all of it\n<1>x\n99999999999 <1>"u8.ToArray(),
    ];

    [Theory]
    [InlineData("<13>one\n<13>two\n", "<13>one|<13>two")]
    [InlineData("7 <13>one7 <13>two", "<13>one|<13>two")]
    [InlineData("7 <13>one\n<13>two\r\n9 <13>a\nb c", "<13>one|<13>two|<13>a\nb c")]
    [InlineData("12 apples\n<13>one", "12 apples|<13>one")]
    [InlineData("0 <13>one\n", "0 <13>one")]
    [InlineData("<13>one\0\n\0\n<13>two", "<13>one|<13>two")]
    [InlineData("62 <13>0123456789012345678901234567890123456789012345678901234567<13>next\n", "<13>012345678901234567890123456789012345|<13>next")]
    [InlineData("<13>0123456789012345678901234567890123456789012345678901234567\n<13>next\n", "<13>012345678901234567890123456789012345|<13>next")]
    [InlineData("30 <13>cut short", "<13>cut short")]
    public void TryRead_Bytes_GivesTheMessagesHoweverTheyArrive(string sent, string expected)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(sent);
        for (int piece = 1; piece <= bytes.Length; piece++)
        {
            Assert.Equal(expected, string.Join('|', Read(bytes, piece, out int cut)));
            Assert.Equal(sent.Length > 60 ? 1 : 0, cut);
        }
    }

    [Fact]
    public void TryRead_Mutated_NeverThrowsNorHangsNorGivesMoreThanAsked() => Assert.True(new Fuzzer(20261125, Corpus).Run(bytes =>
    {
        string[] whole = Read(bytes, Math.Max(1, bytes.Length), out int _);
        Assert.All(whole, message => Assert.InRange(message.Length, 0, MaxBytes));
        Assert.InRange(whole.Sum(message => message.Length), 0, bytes.Length);
        Assert.Equal(whole, Read(bytes, 7, out int _));
    }) > 0);

    /// <summary>As a connection does: what is left over is given again with what comes next.</summary>
    private static string[] Read(byte[] sent, int pieceBytes, out int cut)
    {
        SyslogFramer framer = new(MaxBytes);
        List<string> messages = [];
        byte[] held = [];
        for (int at = 0; at <= sent.Length; at += pieceBytes)
        {
            held = [.. held, .. sent.AsSpan(at, Math.Min(pieceBytes, sent.Length - at))];
            Drain(at + pieceBytes > sent.Length);
        }

        cut = framer.Cut;
        return [.. messages];

        void Drain(bool isEnd)
        {
            ReadOnlySpan<byte> rest = held;
            while (framer.TryRead(ref rest, isEnd, out ReadOnlySpan<byte> message))
            {
                messages.Add(Encoding.Latin1.GetString(message));
            }

            held = rest.ToArray();
        }
    }
}
