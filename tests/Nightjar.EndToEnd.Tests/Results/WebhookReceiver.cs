using System.Text.Json.Nodes;
using System.Threading.Channels;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Nightjar.EndToEnd.Tests.Results;

/// <summary>Takes what an Alertmanager tells its receivers.</summary>
internal sealed class WebhookReceiver : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly Channel<JsonNode> _told = Channel.CreateUnbounded<JsonNode>();

    private WebhookReceiver()
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        int port = Loopback.FreePorts(1)[0];
        Address = new Uri($"http://127.0.0.1:{port}/hook");
        builder.WebHost.UseUrls($"http://127.0.0.1:{port}");
        _app = builder.Build();
        _app.MapPost("/hook", TakeAsync);
    }

    /// <summary>Where it listens.</summary>
    public Uri Address { get; }

    public static async Task<WebhookReceiver> StartAsync()
    {
        WebhookReceiver receiver = new();
        await receiver._app.StartAsync(TestContext.Current.CancellationToken);
        return receiver;
    }

    /// <summary>The next message; fails the test when none comes in two minutes.</summary>
    public async Task<JsonNode> NextAsync() =>
        await _told.Reader.ReadAsync(TestContext.Current.CancellationToken).AsTask().WaitAsync(TimeSpan.FromMinutes(2), TestContext.Current.CancellationToken);

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task TakeAsync(HttpContext context) =>
        _told.Writer.TryWrite(await JsonNode.ParseAsync(context.Request.Body) ?? throw new InvalidOperationException("null"));
}
