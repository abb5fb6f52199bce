using System.Globalization;
using System.Text;
using Nightjar.Core.Telemetry;
using Nightjar.Storage.Telemetry.Logs;

namespace Nightjar.Storage.CrashWriter;

/// <summary>Appends numbered log lines as the rest of this program appends samples; every fifth commit brings a new stream.</summary>
internal static class LogWriting
{
    private const int BatchLines = 100;

    /// <summary>Ends only with a failure.</summary>
    public static int Run(string directory, long next)
    {
        using LogStore store = LogStore.Open(directory, new LogStoreOptions { FlushRows = 2_000, MemoryBytes = 128_000_000 }, TimeProvider.System);
        Thread maintenance = new(() =>
        {
            while (true)
            {
                store.Maintain(CancellationToken.None);
            }
        })
        { IsBackground = true };
        maintenance.Start();
        long nowNs = TimeProvider.System.GetUtcNow().ToUnixNs();
        while (true)
        {
            string service = (next / (5 * BatchLines)).ToString(CultureInfo.InvariantCulture);
            LogStream stream = store.Streams.GetOrAdd(Labels.Create(new Label("service_name", service)), "numbers", "crash test");
            using LogBatch batch = new();
            for (int i = 0; i < BatchLines; i++, next++)
            {
                LogRow row = new(stream, nowNs + next, 9, 0, 0);
                batch.Add(row, Encoding.UTF8.GetBytes(next.ToString(CultureInfo.InvariantCulture)), default, default, default);
            }

            try
            {
                store.Append([batch]);
            }
            catch (StorageException failure)
            {
                Console.Error.WriteLine(failure);
                return 1;
            }

            Console.Out.WriteLine(next.ToString(CultureInfo.InvariantCulture));
            Console.Out.Flush();
        }
    }
}
