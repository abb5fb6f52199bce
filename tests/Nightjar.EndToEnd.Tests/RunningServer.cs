using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Nightjar.Server;

namespace Nightjar.EndToEnd.Tests;

/// <summary>
/// The whole server inside the test's process, on free loopback ports, in a directory of its own that goes with it. The host
/// collector is off unless asked for, so that a test sees only what it sends.
/// </summary>
public sealed class RunningServer : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly bool _ownsDirectory;

    private RunningServer(WebApplication app, string directory, bool ownsDirectory)
    {
        _app = app;
        _ownsDirectory = ownsDirectory;
        Directory = directory;
        // Kestrel lists its addresses in the order in which they were configured.
        string[] addresses = [.. app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses]; // Kestrel always has it
        Address = new Uri(addresses[0]);
        OtlpGrpc = new Uri(addresses[1]);
        OtlpHttp = new Uri(addresses[2]);
        Http = new HttpClient { BaseAddress = Address };
    }

    /// <summary>Pages, API and remote write.</summary>
    public Uri Address { get; }

    /// <summary>OTLP over gRPC.</summary>
    public Uri OtlpGrpc { get; }

    /// <summary>OTLP over HTTP.</summary>
    public Uri OtlpHttp { get; }

    /// <summary>The data directory.</summary>
    public string Directory { get; }

    /// <summary>A client for <see cref="Address"/>.</summary>
    public HttpClient Http { get; }

    /// <summary>The server's own services: to look into its stores.</summary>
    public T Service<T>()
        where T : notnull => _app.Services.GetRequiredService<T>();

    /// <summary>Starts one.</summary>
    /// <param name="settings">Settings by key, such as <c>ingestion:maxLabels</c>.</param>
    /// <param name="directory">A data directory to keep; null for one that goes with the server.</param>
    /// <param name="time">The clock; the system's when null.</param>
    /// <param name="change">Further doors.</param>
    public static async Task<RunningServer> StartAsync(
        IReadOnlyDictionary<string, string?>? settings = null, string? directory = null, TimeProvider? time = null, Func<ServerOptions, ServerOptions>? change = null)
    {
        Dictionary<string, string?> all = new() { ["host:enabled"] = "false" };
        foreach ((string key, string? value) in settings ?? new Dictionary<string, string?>())
        {
            all[key] = value;
        }

        string data = directory ?? System.IO.Directory.CreateTempSubdirectory("nightjar-test-").FullName;
        ServerOptions options = new()
        {
            DataDirectory = data,
            Listen = new IPEndPoint(IPAddress.Loopback, 0),
            OtlpGrpc = new IPEndPoint(IPAddress.Loopback, 0),
            OtlpHttp = new IPEndPoint(IPAddress.Loopback, 0),
            Settings = all,
        };
        WebApplication app = NightjarServer.Build(change is null ? options : change(options), time);
        await app.StartAsync(TestContext.Current.CancellationToken);
        return new RunningServer(app, data, directory is null);
    }

    /// <summary>Waits until a condition holds; fails the test when it does not within the time.</summary>
    public static async Task UntilAsync(Func<Task<bool>> condition, string what, TimeSpan? within = null)
    {
        using CancellationTokenSource deadline = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        deadline.CancelAfter(within ?? TimeSpan.FromMinutes(2));
        using PeriodicTimer timer = new(TimeSpan.FromMilliseconds(50));
        while (!await condition())
        {
            try
            {
                await timer.WaitForNextTickAsync(deadline.Token);
            }
            catch (OperationCanceledException)
            {
                Assert.Fail($"This did not come about in time: {what}");
            }
        }
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await _app.StopAsync(CancellationToken.None);
        await _app.DisposeAsync();
        if (_ownsDirectory)
        {
            System.IO.Directory.Delete(Directory, recursive: true);
        }
    }
}
