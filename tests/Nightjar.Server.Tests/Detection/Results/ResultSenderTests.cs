using System.Diagnostics.Metrics;
using System.Net;
using System.Threading.Channels;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Nightjar.Core.Telemetry;
using Nightjar.Server.Configuration;
using Nightjar.Server.Detection.Results;

namespace Nightjar.Server.Tests.Detection.Results;

/// <summary>What becomes of a request that is not taken.</summary>
public sealed class ResultSenderTests : IAsyncDisposable
{
    private static readonly Labels Load = Labels.Create(new Label(Labels.MetricName, "load"));
    private readonly Channel<(int Bytes, string? Authorization)> _requests = Channel.CreateUnbounded<(int, string?)>();
    private readonly Queue<int> _answers = new();
    private readonly WebApplication _receiver;
    private readonly ServiceProvider _services = new ServiceCollection().AddMetrics().BuildServiceProvider();

    public ResultSenderTests()
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        _receiver = builder.Build();
        _receiver.MapPost("/write", TakeAsync);
    }

    public async ValueTask DisposeAsync()
    {
        await _receiver.DisposeAsync();
        await _services.DisposeAsync();
    }

    [Fact]
    public async Task Send_ReceiverIsBusy_SendsTheSameAgainUntilItIsTaken()
    {
        _answers.Enqueue(503);
        _answers.Enqueue(429);
        (int first, string? authorization) = await SendOneAsync("sent");
        (int second, _) = await NextAsync();
        (int third, _) = await NextAsync();

        Assert.Equal((first, first), (second, third));
        Assert.Equal("Bearer secret", authorization);
    }

    [Fact]
    public async Task Send_ReceiverRefuses_GivesItUpAndCounts()
    {
        _answers.Enqueue(400);
        await SendOneAsync("dropped");
        Assert.False(_requests.Reader.TryRead(out _));
    }

    private async Task<(int Bytes, string? Authorization)> SendOneAsync(string counter)
    {
        CancellationToken cancellation = TestContext.Current.CancellationToken;
        await _receiver.StartAsync(cancellation);
        IOptions<ResultsOptions> options = Options.Create(new ResultsOptions
        {
            RemoteWrite = new RemoteWriteOptions { Url = new Uri(_receiver.Urls.First() + "/write"), Auth = new RemoteAuth { Secret = "secret" } },
        });
        IMeterFactory meters = _services.GetRequiredService<IMeterFactory>();
        using CounterReading counted = new(meters, $"nightjar.detection.results.{counter}");
        ResultQueue queue = new(options, TimeProvider.System, meters);
        using ResultSender sender = new(options, queue, TimeProvider.System, meters, NullLogger<ResultSender>.Instance);
        await sender.StartAsync(cancellation);
        queue.Add(new SeriesResult(Load, TimeProvider.System.NowNs(), 10, 8, 12, 0.1));
        (int, string?) first = await NextAsync();
        using CancellationTokenSource late = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        late.CancelAfter(TimeSpan.FromMinutes(1));
        while (counted.Sum == 0)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, late.Token);
        }

        await sender.StopAsync(cancellation);
        return first;
    }

    private async Task<(int Bytes, string? Authorization)> NextAsync() =>
        await _requests.Reader.ReadAsync(TestContext.Current.CancellationToken).AsTask().WaitAsync(TimeSpan.FromMinutes(1), TestContext.Current.CancellationToken);

    private async Task TakeAsync(HttpContext context)
    {
        using MemoryStream body = new();
        await context.Request.Body.CopyToAsync(body);
        context.Response.StatusCode = _answers.TryDequeue(out int status) ? status : StatusCodes.Status204NoContent;
        _requests.Writer.TryWrite(((int)body.Length, context.Request.Headers.Authorization));
    }
}
