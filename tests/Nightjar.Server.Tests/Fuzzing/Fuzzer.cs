using System.Diagnostics;
using System.Globalization;

namespace Nightjar.Server.Tests.Fuzzing;

/// <summary>
/// Throws mutations of valid messages at a parser and fails when it throws, hangs, or allocates more than allowed. The same seed
/// gives the same inputs. Without NIGHTJAR_FUZZ_SECONDS a fixed number of inputs is tried, so that a plain test run is
/// short and the same each time; with it, the parser is tried for that long.
/// </summary>
internal sealed class Fuzzer(int seed, IReadOnlyList<byte[]> corpus)
{
    private const string SecondsVariable = "NIGHTJAR_FUZZ_SECONDS";
    private const int ShortInputs = 20_000;

    // A parser of these sizes takes microseconds; only one that hangs takes this long, even on a machine under load.
    private static readonly TimeSpan HangAfter = TimeSpan.FromSeconds(60);

    private readonly Mutator _mutator = new(new Random(seed), corpus);
    private byte[] _current = [];
    private long _tried;

    /// <summary>Tries a parser.</summary>
    /// <param name="parse">Must come back for any input; a failed assertion in it is a finding too.</param>
    /// <param name="maxAllocatedBytes">Most that one input may allocate on the parser's thread.</param>
    /// <returns>How many inputs were tried.</returns>
    public long Run(Action<byte[]> parse, long maxAllocatedBytes = 16_000_000)
    {
        foreach (byte[] valid in corpus)
        {
            parse(valid); // also compiles the parser, which would count as its allocation
        }

        Exception? finding = null;
        Thread worker = new(() => finding = TryAll(parse, maxAllocatedBytes)) { IsBackground = true, Name = "fuzzer" };
        worker.Start();
        for (long before = -1; !worker.Join(HangAfter); before = Interlocked.Read(ref _tried))
        {
            Assert.True(before != Interlocked.Read(ref _tried), Describe($"no answer for {HangAfter.TotalSeconds} s"));
        }

        Assert.True(finding is null, Describe(finding?.ToString() ?? ""));
        return _tried;
    }

    private Exception? TryAll(Action<byte[]> parse, long maxAllocatedBytes)
    {
        int seconds = int.TryParse(Environment.GetEnvironmentVariable(SecondsVariable), CultureInfo.InvariantCulture, out int set) ? set : 0;
        Stopwatch clock = Stopwatch.StartNew();
        try
        {
            while (seconds > 0 ? clock.Elapsed < TimeSpan.FromSeconds(seconds) : _tried < ShortInputs)
            {
                _current = _mutator.Next();
                long before = GC.GetAllocatedBytesForCurrentThread();
                parse(_current);
                long allocated = GC.GetAllocatedBytesForCurrentThread() - before;
                Assert.True(allocated <= maxAllocatedBytes, $"allocated {allocated} bytes");
                Interlocked.Increment(ref _tried);
            }

            return null;
        }
        catch (Exception failure)
        {
            return failure;
        }
    }

    private string Describe(string what) =>
        $"seed {seed}, input {_tried} ({_current.Length} bytes): {what}\n{Convert.ToHexString(_current.AsSpan(0, Math.Min(_current.Length, 4_000)))}";
}
