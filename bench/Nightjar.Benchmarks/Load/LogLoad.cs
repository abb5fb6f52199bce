using System.Diagnostics;
using System.Globalization;
using System.Text;
using Nightjar.Core.Telemetry;
using Nightjar.Core.Telemetry.Logs;
using Nightjar.Storage.Telemetry.Logs;

namespace Nightjar.Benchmarks.Load;

/// <summary>
/// Bytes a line of log takes, and how long searches take: the lines of all systems in Loghub's layout under <c>--data</c>, turn by turn, each with new
/// digits every time so that no line repeats, into a store alone. The header stays in the message.
/// </summary>
internal static class LogLoad
{
    private const int BatchLines = 20_000;
    private const string RareWord = "xylophonist";

    public static Task RunAsync(Options options)
    {
        byte[][] lines = [.. Directory.GetFiles(options.Text("data", "."), "*_2k.log", SearchOption.AllDirectories).Order(StringComparer.Ordinal)
            .Select(File.ReadAllLines).SelectMany(file => file.Select((line, i) => (line, i))).OrderBy(line => line.i).Select(line => Encoding.UTF8.GetBytes(line.line))];
        int wanted = options.Int("lines", 20_000_000);
        string directory = Directory.CreateTempSubdirectory("nightjar-bench-").FullName;
        try
        {
            using LogStore store = LogStore.Open(directory, new LogStoreOptions(), TimeProvider.System);
            Report("append, flush and merge", () => Fill(store, lines, wanted));
            LogStatus status = store.Status();
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"disk: {status.PartLines:N0} lines in {status.Parts} parts of {status.PartBytes:N0} bytes: {status.PartBytes / (double)status.PartLines:0.0} bytes a line, of {lines.Average(line => line.Length):0} bytes of text; {status.HotLines:N0} hot"));
            foreach (string search in new[] { RareWord, $"/{RareWord[..4]}[a-z]+t/", "level:error", "" })
            {
                LogQuery query = LogSearch.TryParse(search, out LogSearch parsed, out string? problem)
                    ? new LogQuery(new TimeRange(0, long.MaxValue), parsed)
                    : throw new ArgumentException(problem);
                Report($"100 newest of '{search}'", () => store.Search(query, 100, CancellationToken.None).Entries.Count);
                Report($"histogram of '{search}'", () => store.CountByTime(query, 60 * Clock.NsPerSecond, CancellationToken.None).Sum(count => count.Count));
            }

            return Task.CompletedTask;
        }
        finally
        {
            Directory.Delete(directory, recursive: true);
        }
    }

    private static long Fill(LogStore store, byte[][] lines, int wanted)
    {
        Random random = new(5);
        LogStream stream = store.Streams.GetOrAdd(Labels.Create(new Label("service_name", "mix")), "mix", "benchmark");
        long timeNs = TimeProvider.System.GetUtcNow().ToUnixNs() - (wanted * Clock.NsPerMs);
        byte[] text = new byte[lines.Max(line => line.Length)];
        for (int done = 0; done < wanted;)
        {
            using LogBatch batch = new();
            for (int i = 0; i < BatchLines; i++, done++)
            {
                byte[] line = lines[done % lines.Length];
                Span<byte> message = text.AsSpan(0, line.Length);
                line.CopyTo(message);
                foreach (ref byte letter in message)
                {
                    letter = char.IsAsciiDigit((char)letter) ? (byte)('0' + random.Next(10)) : letter;
                }

                // Among the oldest, so that a search reads everything.
                LogRow row = new(stream, timeNs + (done * Clock.NsPerMs), (byte)(done % 50 == 0 ? 17 : 9), 0, 0);
                batch.Add(row, done == 100 ? Encoding.UTF8.GetBytes(RareWord) : message, default, default, default);
                batch.SetSignature(i, (done % lines.Length) + 1);
            }

            store.Append([batch]);
            store.Maintain(CancellationToken.None);
        }

        return wanted;
    }

    private static void Report(string what, Func<long> run)
    {
        TimeSpan cpu = Environment.CpuUsage.TotalTime;
        long started = Stopwatch.GetTimestamp();
        long found = run();
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{what}: {found:N0} lines, wall {Stopwatch.GetElapsedTime(started).TotalSeconds:0.00} s, CPU {(Environment.CpuUsage.TotalTime - cpu).TotalSeconds:0.00} s"));
    }
}
