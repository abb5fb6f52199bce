using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Nightjar.Core.Telemetry;
using Nightjar.Server.Ingestion;
using Nightjar.Storage.Telemetry;

namespace Nightjar.Server.Tests.Detection;

/// <summary>A whole server on free loopback ports with a data directory that outlives it, fed through its front door.</summary>
internal sealed class Estate : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly WebApplication _app;

    private Estate(WebApplication app) => _app = app;

    public static async Task<Estate> StartAsync(string directory, TimeProvider? time = null)
    {
        IPEndPoint any = new(IPAddress.Loopback, 0);
        WebApplication app = NightjarServer.Build(
            new ServerOptions
            {
                DataDirectory = directory,
                Listen = any,
                OtlpGrpc = null,
                OtlpHttp = null,
                Settings = new Dictionary<string, string?> { ["host:enabled"] = "false", ["detection:tickInterval"] = "00:00:01", ["diagnosis:interval"] = "00:00:01" },
            },
            time);
        await app.StartAsync(TestContext.Current.CancellationToken);
        return new Estate(app);
    }

    public T Service<T>()
        where T : notnull => _app.Services.GetRequiredService<T>();

    /// <summary>Sends samples and waits until they are durable.</summary>
    public async Task SendAsync(IEnumerable<(Series Series, long TimeNs, double Value)> samples)
    {
        FrontDoor door = Service<FrontDoor>();
        SeriesCatalog catalog = Service<TelemetryStore>().Catalog;
        using SampleBatch batch = new("test");
        foreach ((Series series, long timeNs, double value) in samples)
        {
            SeriesEntry? entry = catalog.GetOrAdd(series, "test", out string? refusal);
            Assert.True(entry is not null, refusal);
            batch.Add(entry, timeNs, value);
        }

        Assert.Equal(WriteOutcome.Durable, await door.WriteAsync(batch, TestContext.Current.CancellationToken));
        Assert.Equal(batch.Count, batch.Accepted);
    }

    /// <summary>Polls until the condition gives something, or fails.</summary>
    public static async Task<T> UntilAsync<T>(Func<Task<T?>> condition, string what)
        where T : class
    {
        using CancellationTokenSource late = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        late.CancelAfter(Patience);
        while (!late.IsCancellationRequested)
        {
            if (await condition() is { } found)
            {
                return found;
            }

            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, TestContext.Current.CancellationToken);
        }

        throw new TimeoutException($"{what} did not come within {Patience}.");
    }

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync(CancellationToken.None);
        await _app.DisposeAsync();
    }
}
