using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using Nightjar.Server.Access;

namespace Nightjar.Server.Tests.Access;

/// <summary>The door alone, on real sockets, before endpoints that say "in".</summary>
internal sealed class GuardedServer : IAsyncDisposable
{
    public const string Token = "correct-horse-battery";

    private readonly WebApplication _app;

    private GuardedServer(WebApplication app, FakeTimeProvider time)
    {
        _app = app;
        Time = time;
        string[] addresses = [.. app.Services.GetRequiredService<IServer>().Features.GetRequiredFeature<IServerAddressesFeature>().Addresses];
        OtlpGrpc = new Uri(addresses[1]);
        OtlpHttp = new Uri(addresses[2]);
        Http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false }) { BaseAddress = new Uri(addresses[0]) };
    }

    public FakeTimeProvider Time { get; }

    public Uri OtlpGrpc { get; }

    public Uri OtlpHttp { get; }

    public HttpClient Http { get; }

    public static async Task<GuardedServer> StartAsync(params (string Key, string Value)[] settings)
    {
        WebApplicationBuilder builder = WebApplication.CreateBuilder();
        builder.Logging.ClearProviders();
        builder.Configuration.Sources.Clear();
        builder.Configuration.AddInMemoryCollection(settings.Select(setting => KeyValuePair.Create(setting.Key, (string?)setting.Value)));
        ServerOptions options = new()
        {
            DataDirectory = "unused",
            Listen = new IPEndPoint(IPAddress.Loopback, 0),
            OtlpGrpc = new IPEndPoint(IPAddress.Loopback, 0),
            OtlpHttp = new IPEndPoint(IPAddress.Loopback, 0),
        };
        FakeTimeProvider time = new(new DateTimeOffset(2026, 11, 24, 0, 0, 0, TimeSpan.Zero));
        builder.Services.AddSingleton(options);
        builder.Services.AddSingleton<TimeProvider>(time);
        builder.WebHost.ConfigureKestrel(kestrel => NightjarServer.Listen(kestrel, options));
        builder.AddAccess();
        WebApplication app = builder.Build();
        app.UseAccess();
        app.Map("/{**path}", () => "in");
        await app.StartAsync(TestContext.Current.CancellationToken);
        return new GuardedServer(app, time);
    }

    public Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, params (string Name, string Value)[] headers) =>
        SendAsync(method, path, null, headers);

    public async Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, HttpContent? content, params (string Name, string Value)[] headers)
    {
        using HttpRequestMessage request = new(method, path) { Content = content };
        foreach ((string name, string value) in headers)
        {
            Assert.True(request.Headers.TryAddWithoutValidation(name, value));
        }

        return await Http.SendAsync(request, TestContext.Current.CancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await _app.DisposeAsync();
    }
}
