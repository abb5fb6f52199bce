using System.Buffers.Binary;
using System.Text;
using Snappier;

namespace Nightjar.Benchmarks.Load;

/// <summary>
/// Made-up hosts that report what a node-exporter would: ten labels a series, a third counters, the rest gauges that wander. Gives
/// remote-write 1.0 requests, ready to send. Seeded: the same estate each time.
/// </summary>
internal sealed class Estate
{
    // What Prometheus sends at most in one request by default since 2.43 (max_samples_per_send).
    private const int SamplesPerRequest = 2_000;

    private static readonly string[] Modes = ["idle", "user", "system", "iowait", "irq", "softirq", "steal", "nice"];

    private readonly byte[][] _labels;
    private readonly double[] _values;
    private readonly bool[] _counts;
    private readonly Random _random = new(20261124);

    public Estate(int series)
    {
        _labels = new byte[series][];
        _values = new double[series];
        _counts = new bool[series];
        for (int i = 0; i < series; i++)
        {
            _counts[i] = i % 3 == 0;
            _values[i] = _random.NextDouble() * 100;
            _labels[i] = Labels(i, _counts[i]);
        }
    }

    public int Series => _labels.Length;

    /// <summary>The name of one series of the estate, as a selector.</summary>
    public static string Selector(int i) => $"{Name(i, i % 3 == 0)}{{host=\"host-{i / 200}\",number=\"{i % 200}\"}}";

    /// <summary>One value of each series at one time, as compressed requests.</summary>
    public IReadOnlyList<byte[]> Round(long timeMs)
    {
        List<byte[]> requests = [];
        MemoryStream message = new();
        for (int i = 0; i < _labels.Length; i++)
        {
            Move(i);
            WriteSeries(message, _labels[i], _values[i], timeMs);
            if ((i + 1) % SamplesPerRequest == 0 || i + 1 == _labels.Length)
            {
                requests.Add(Snappy.CompressToArray(message.GetBuffer().AsSpan(0, (int)message.Length)));
                message.SetLength(0);
            }
        }

        return requests;
    }

    private void Move(int i) => _values[i] += _counts[i] ? Math.Round(_random.NextDouble() * 20) : Math.Round((_random.NextDouble() - 0.5) * 4, 2);

    /// <summary>One value of each series at one time, as rows <c>time,name,host,number,value</c>.</summary>
    public void WriteRows(TextWriter text, long timeMs)
    {
        for (int i = 0; i < _labels.Length; i++)
        {
            Move(i);
            text.Write(string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{timeMs},{Name(i, _counts[i])},host-{i / 200},{i % 200},{_values[i]}\n"));
        }
    }

    private static string Name(int i, bool counts) => counts ? $"node_bench_{i % 40}_total" : $"node_bench_{i % 40}";

    private static byte[] Labels(int i, bool counts)
    {
        MemoryStream labels = new();
        (string Name, string Value)[] sorted =
        [
            ("__name__", Name(i, counts)), ("cluster", "eu-1"), ("cpu", $"{i % 16}"), ("env", "production"), ("host", $"host-{i / 200}"),
            ("instance", $"10.0.{i / 200 / 250}.{i / 200 % 250}:9100"), ("job", "node"), ("mode", Modes[i % Modes.Length]), ("number", $"{i % 200}"), ("team", "platform"),
        ];
        foreach ((string name, string value) in sorted)
        {
            MemoryStream label = new();
            WriteBytes(label, 1, Encoding.UTF8.GetBytes(name));
            WriteBytes(label, 2, Encoding.UTF8.GetBytes(value));
            WriteBytes(labels, 1, label.ToArray());
        }

        return labels.ToArray();
    }

    private static void WriteSeries(MemoryStream message, byte[] labels, double value, long timeMs)
    {
        Span<byte> sample = stackalloc byte[24];
        sample[0] = (1 << 3) | 1;
        BinaryPrimitives.WriteDoubleLittleEndian(sample[1..], value);
        sample[9] = 2 << 3;
        int length = 10 + Varint(sample[10..], (ulong)timeMs);

        Span<byte> head = stackalloc byte[12];
        head[0] = (1 << 3) | 2;
        int headLength = 1 + Varint(head[1..], (ulong)(labels.Length + 2 + length));
        message.Write(head[..headLength]);
        message.Write(labels);
        message.WriteByte((2 << 3) | 2);
        message.WriteByte((byte)length);
        message.Write(sample[..length]);
    }

    private static void WriteBytes(MemoryStream to, int field, byte[] content)
    {
        Span<byte> head = stackalloc byte[12];
        head[0] = (byte)((field << 3) | 2);
        int length = 1 + Varint(head[1..], (ulong)content.Length);
        to.Write(head[..length]);
        to.Write(content);
    }

    private static int Varint(Span<byte> to, ulong value)
    {
        int i = 0;
        while (value >= 0x80)
        {
            to[i++] = (byte)(value | 0x80);
            value >>= 7;
        }

        to[i++] = (byte)value;
        return i;
    }
}
