using System.Globalization;
using Nightjar.Core.Detection;
using Nightjar.Core.Telemetry;
using Nightjar.Storage;
using Nightjar.Storage.CrashWriter;
using Nightjar.Storage.Telemetry;

// Appends numbered samples as fast as it can, while flushes and merges run beside it, and writes the number that is durable to
// standard output after each commit. Made to be killed: see CrashTests and, with "logs" as third word, LogCrashTests.
string directory = args[0];
long next = long.Parse(args[1], CultureInfo.InvariantCulture);
if (args is [_, _, "logs"])
{
    return LogWriting.Run(directory, next);
}

const int Series = 20;
const int BatchRows = 100;
const int FirstMinute = 26_297_280; // of 2020: within what is kept

TelemetryStoreOptions options = new() { FlushRows = 2_000, MemoryBytes = 128_000_000, RetentionAge = TimeSpan.FromDays(3650) };
using TelemetryStore store = TelemetryStore.Open(directory, options, TimeProvider.System);
SeriesEntry[] entries =
[
    .. Enumerable.Range(0, Series).Select(i => store.Catalog.GetOrAdd(
        new Series(Labels.Create(new Label(Labels.MetricName, "numbers"), new Label("i", i.ToString(CultureInfo.InvariantCulture))), MetricKind.Counter),
        "crash test",
        out _) ?? throw new InvalidOperationException("The catalog is full.")),
];
Thread maintenance = new(() =>
{
    while (true)
    {
        store.Maintain(CancellationToken.None);
    }
})
{ IsBackground = true };
maintenance.Start();

SeriesSample[] batch = new SeriesSample[BatchRows];
while (true)
{
    for (int i = 0; i < batch.Length; i++, next++)
    {
        // A minute a sample from 2020 on: each part spans windows that are over, so merges have work to do.
        batch[i] = new SeriesSample(entries[next % Series], 1_577_836_800_000_000_000 + (next * 2_000_000_000), next);
    }

    try
    {
        store.AppendAbnormal([new AbnormalMinute(entries[0].Series.Id, FirstMinute + (int)(next / BatchRows), 7)]);
        store.Append(batch);
    }
    catch (StorageException failure)
    {
        Console.Error.WriteLine(failure);
        return 1;
    }

    Console.Out.WriteLine(next.ToString(CultureInfo.InvariantCulture));
    Console.Out.Flush();
}
