using System.Buffers.Binary;
using System.Text;
using Nightjar.Core.Telemetry;
using Snappier;

namespace Nightjar.EndToEnd.Tests.Api;

/// <summary>A remote write 1.0 request, written from the field numbers alone, so that both servers are fed the same bytes.</summary>
internal static class RemoteWriteBody
{
    private const int Fixed64 = 1;
    private const int Bytes = 2;

    public static ByteArrayContent Of(IEnumerable<(Labels Labels, IEnumerable<(long TimeMs, double Value)> Samples)> series)
    {
        using MemoryStream request = new();
        foreach ((Labels labels, IEnumerable<(long TimeMs, double Value)> samples) in series)
        {
            using MemoryStream one = new();
            foreach (Label label in labels)
            {
                using MemoryStream pair = new();
                WriteBytes(pair, 1, Encoding.UTF8.GetBytes(label.Name));
                WriteBytes(pair, 2, Encoding.UTF8.GetBytes(label.Value));
                WriteBytes(one, 1, pair.ToArray());
            }

            foreach ((long timeMs, double value) in samples)
            {
                WriteBytes(one, 2, Sample(timeMs, value));
            }

            WriteBytes(request, 1, one.ToArray());
        }

        ByteArrayContent content = new(Snappy.CompressToArray(request.ToArray()));
        content.Headers.Add("Content-Type", "application/x-protobuf");
        content.Headers.Add("Content-Encoding", "snappy");
        content.Headers.Add("X-Prometheus-Remote-Write-Version", "0.1.0");
        return content;
    }

    private static byte[] Sample(long timeMs, double value)
    {
        using MemoryStream sample = new();
        Span<byte> bits = stackalloc byte[sizeof(double)];
        BinaryPrimitives.WriteInt64LittleEndian(bits, BitConverter.DoubleToInt64Bits(value));
        WriteVarint(sample, (1 << 3) | Fixed64);
        sample.Write(bits);
        WriteVarint(sample, 2 << 3);
        WriteVarint(sample, (ulong)timeMs);
        return sample.ToArray();
    }

    private static void WriteBytes(Stream target, int field, byte[] content)
    {
        WriteVarint(target, ((ulong)field << 3) | Bytes);
        WriteVarint(target, (ulong)content.Length);
        target.Write(content);
    }

    private static void WriteVarint(Stream target, ulong value)
    {
        for (; value >= 0x80; value >>= 7)
        {
            target.WriteByte((byte)(value | 0x80));
        }

        target.WriteByte((byte)value);
    }
}
