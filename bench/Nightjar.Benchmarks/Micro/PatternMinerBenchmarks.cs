using System.Text;
using BenchmarkDotNet.Attributes;
using Nightjar.Core.Telemetry.Patterns;

namespace Nightjar.Benchmarks.Micro;

/// <summary>Mining lines of ten programs: by a miner that knows their forms, and by one that knows nothing yet.</summary>
[MemoryDiagnoser]
public class PatternMinerBenchmarks
{
    private const int Lines = 100_000;

    private static readonly string[] Templates =
    [
        "Accepted password for {w} from {i} port {n} ssh2",
        "Received block blk_-{n}{n} of size {n} from /{i}",
        "Failed to fetch /var/lib/{w}/{n}: connection refused",
        "[instance: {n}-{n}-{n}] Took {n}.{n} seconds to build instance.",
        "authentication failure; logname= uid={n} euid={n} tty=NODE ruser= rhost={i}",
        "Recalculating schedule, headroom=<memory:{n}, vCores:{n}>",
        "{n} L3 error(s) (dcr 0x0{n}) detected and corrected over {n} seconds",
        "Processed session termination for sessionid: 0x{n}af{n}",
        "GET /api/v2/{w}/{n} HTTP/1.1 status: {n} len: {n} time: 0.{n}",
        "cache flushed",
    ];

    private byte[][] _lines = [];
    private PatternMiner _known = new();

    [GlobalSetup]
    public void Setup()
    {
        Random random = new(1);
        string[] words = [.. Enumerable.Range(0, 200).Select(_ => string.Concat(Enumerable.Range(0, 7).Select(_ => (char)random.Next('a', 'z' + 1))))];
        _lines = [.. Enumerable.Range(0, Lines).Select(_ => Encoding.UTF8.GetBytes(Fill(Templates[random.Next(Templates.Length)], random, words)))];
        _known = Mine(new PatternMiner());
    }

    [Benchmark(OperationsPerInvoke = Lines)]
    public PatternMiner KnownForms() => Mine(_known);

    [Benchmark(OperationsPerInvoke = Lines)]
    public PatternMiner FromNothing() => Mine(new PatternMiner());

    private PatternMiner Mine(PatternMiner miner)
    {
        foreach (byte[] line in _lines)
        {
            miner.Add(line);
        }

        return miner;
    }

    private static string Fill(string template, Random random, string[] words)
    {
        StringBuilder line = new();
        for (int i = 0; i < template.Length; i++)
        {
            if (template[i] != '{')
            {
                line.Append(template[i]);
                continue;
            }

            _ = template[i + 1] switch
            {
                'w' => line.Append(words[random.Next(words.Length)]),
                'i' => line.Append("10.").Append(random.Next(256)).Append('.').Append(random.Next(256)).Append('.').Append(random.Next(256)),
                _ => line.Append(random.Next(100_000)),
            };
            i += 2;
        }

        return line.ToString();
    }
}
