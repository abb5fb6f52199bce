using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;

namespace Nightjar.Server.Tests.Access;

public sealed class AccessGuardTests
{
    private static readonly (string, string) TokenSetting = ("access:token", GuardedServer.Token);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static TheoryData<string> RightCredentials => new(
        $"Bearer {GuardedServer.Token}",
        $"bearer   {GuardedServer.Token}",
        "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes($"anybody:{GuardedServer.Token}")));

    public static TheoryData<string> WrongCredentials => new(
        "Bearer wrong",
        $"Bearer {GuardedServer.Token}x",
        "Bearer",
        GuardedServer.Token,
        "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes(GuardedServer.Token)),
        "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes($"{GuardedServer.Token}:anybody")),
        "Basic %%%",
        $"Digest {GuardedServer.Token}");

    [Theory]
    [MemberData(nameof(RightCredentials))]
    public async Task Request_WithTheToken_IsLetIn(string authorization)
    {
        await using GuardedServer server = await GuardedServer.StartAsync(TokenSetting);

        using HttpResponseMessage answer = await server.SendAsync(HttpMethod.Post, "/api/v1/write", ("Authorization", authorization));

        Assert.Equal("in", await answer.Content.ReadAsStringAsync(Cancellation));
    }

    [Theory]
    [MemberData(nameof(WrongCredentials))]
    public async Task Request_WithAnythingElse_Is401WithAStableCode(string authorization)
    {
        await using GuardedServer server = await GuardedServer.StartAsync(TokenSetting);

        using HttpResponseMessage answer = await server.SendAsync(HttpMethod.Get, "/api/v1/labels", ("Authorization", authorization));

        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
        Assert.Equal("token_wrong", await CodeAsync(answer));
        Assert.Contains(answer.Headers.WwwAuthenticate, challenge => challenge.Scheme == "Bearer");
    }

    [Fact]
    public async Task Request_WithoutCredential_Is401AndNamesBothSchemes()
    {
        await using GuardedServer server = await GuardedServer.StartAsync(TokenSetting);

        using HttpResponseMessage answer = await server.SendAsync(HttpMethod.Get, "/metrics");

        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
        Assert.Equal("token_missing", await CodeAsync(answer));
        Assert.Equal(["Bearer", "Basic"], answer.Headers.WwwAuthenticate.Select(challenge => challenge.Scheme));
    }

    [Theory]
    [InlineData("/healthz", true)]
    [InlineData("/readyz", true)]
    [InlineData("/healthz/more", false)]
    [InlineData("/HEALTHZ", false)]
    [InlineData("/", false)]
    public async Task Request_WithoutCredential_ReachesHealthOnly(string path, bool open)
    {
        await using GuardedServer server = await GuardedServer.StartAsync(TokenSetting);

        using HttpResponseMessage answer = await server.SendAsync(HttpMethod.Get, path);

        Assert.Equal(open, answer.IsSuccessStatusCode);
    }

    [Theory]
    [InlineData("")]
    [InlineData("Bearer wrong")]
    public async Task GrpcCall_WithoutTheToken_IsUnauthenticated(string authorization)
    {
        await using GuardedServer server = await GuardedServer.StartAsync(TokenSetting);
        using HttpRequestMessage call = new(HttpMethod.Post, new Uri(server.OtlpGrpc, "/opentelemetry.proto.collector.metrics.v1.MetricsService/Export"))
        {
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
            Content = new ByteArrayContent([0, 0, 0, 0, 0]),
        };
        call.Content.Headers.ContentType = new MediaTypeHeaderValue("application/grpc");
        if (authorization.Length > 0)
        {
            call.Headers.TryAddWithoutValidation("Authorization", authorization);
        }

        using HttpResponseMessage answer = await server.Http.SendAsync(call, Cancellation);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal("16", answer.Headers.GetValues("grpc-status").Single());
        Assert.Equal("application/grpc", answer.Content.Headers.ContentType?.MediaType);
    }

    [Fact]
    public async Task Guesses_DifferentOnes_MustWaitAndThenMayTryAgain()
    {
        await using GuardedServer server = await GuardedServer.StartAsync(TokenSetting, ("access:wrongTokensPerMinute", "3"));
        for (int i = 0; i < 3; i++)
        {
            using HttpResponseMessage wrong = await server.SendAsync(HttpMethod.Get, "/", ("Authorization", $"Bearer guess-{i}"));
            Assert.Equal(HttpStatusCode.Unauthorized, wrong.StatusCode);
        }

        using HttpResponseMessage refused = await server.SendAsync(HttpMethod.Get, "/", ("Authorization", $"Bearer {GuardedServer.Token}"));
        Assert.Equal(HttpStatusCode.TooManyRequests, refused.StatusCode);
        Assert.Equal(TimeSpan.FromMinutes(1), refused.Headers.RetryAfter?.Delta);
        Assert.Equal("too_many_tries", await CodeAsync(refused));

        server.Time.Advance(TimeSpan.FromMinutes(1));
        using HttpResponseMessage again = await server.SendAsync(HttpMethod.Get, "/", ("Authorization", $"Bearer {GuardedServer.Token}"));
        Assert.Equal(HttpStatusCode.OK, again.StatusCode);
    }

    [Fact]
    public async Task WrongToken_TheSameOverAndOver_DoesNotLockOthersOut()
    {
        await using GuardedServer server = await GuardedServer.StartAsync(TokenSetting, ("access:wrongTokensPerMinute", "3"));
        for (int i = 0; i < 10; i++)
        {
            using HttpResponseMessage wrong = await server.SendAsync(HttpMethod.Get, "/", ("Authorization", "Bearer last-years-token"));
            Assert.Equal(HttpStatusCode.Unauthorized, wrong.StatusCode);
        }

        using HttpResponseMessage right = await server.SendAsync(HttpMethod.Get, "/", ("Authorization", $"Bearer {GuardedServer.Token}"));

        Assert.Equal(HttpStatusCode.OK, right.StatusCode);
    }

    [Theory]
    [InlineData("localhost:7600", true)]
    [InlineData("LOCALHOST", true)]
    [InlineData("nightjar.localhost:7600", true)]
    [InlineData("127.0.0.1:7600", true)]
    [InlineData("127.8.9.10", true)]
    [InlineData("[::1]:7600", true)]
    [InlineData("proxy.example:7600", true)]
    [InlineData("evil.example:7600", false)]
    [InlineData("127.0.0.1.evil.example", false)]
    [InlineData("localhost.evil.example", false)]
    [InlineData("10.0.0.7:7600", false)]
    public async Task Request_WithoutATokenOnLoopback_MustAskForThisMachine(string host, bool letIn)
    {
        await using GuardedServer server = await GuardedServer.StartAsync(("access:allowedHosts:0", "proxy.example"));

        using HttpResponseMessage answer = await server.SendAsync(HttpMethod.Get, "/", ("Host", host));

        Assert.Equal(letIn ? HttpStatusCode.OK : HttpStatusCode.Forbidden, answer.StatusCode);
        Assert.Equal(letIn ? null : "host_not_allowed", letIn ? null : await CodeAsync(answer));
    }

    [Theory]
    [InlineData("POST", "Origin", "http://localhost:7600", true)]
    [InlineData("POST", "Origin", "http://evil.example", false)]
    [InlineData("POST", "Origin", "http://localhost:9999", false)]
    [InlineData("POST", "Origin", "null", false)]
    [InlineData("POST", "Origin", "https://proxy.example", true)]
    [InlineData("DELETE", "Sec-Fetch-Site", "cross-site", false)]
    [InlineData("POST", "Sec-Fetch-Site", "same-site", false)]
    [InlineData("POST", "Sec-Fetch-Site", "same-origin", true)]
    [InlineData("GET", "Origin", "http://evil.example", true)]
    [InlineData("GET", "Sec-Fetch-Site", "cross-site", true)]
    [InlineData("POST", "User-Agent", "Prometheus/3.0", true)]
    public async Task Request_MadeByAPage_MayChangeThingsOnlyFromHere(string method, string header, string value, bool letIn)
    {
        await using GuardedServer server = await GuardedServer.StartAsync(("access:allowedHosts:0", "proxy.example"));

        using HttpResponseMessage answer = await server.SendAsync(new HttpMethod(method), "/api/v1/write", ("Host", "localhost:7600"), (header, value));

        Assert.Equal(letIn ? HttpStatusCode.OK : HttpStatusCode.Forbidden, answer.StatusCode);
        Assert.Equal(letIn ? null : "cross_site", letIn ? null : await CodeAsync(answer));
    }

    [Fact]
    public async Task WebSocket_OpenedByAnotherSite_IsRefused()
    {
        await using GuardedServer server = await GuardedServer.StartAsync();

        using HttpResponseMessage answer = await server.SendAsync(
            HttpMethod.Get, "/_blazor", ("Connection", "Upgrade"), ("Upgrade", "websocket"), ("Origin", "http://evil.example"));

        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
    }

    [Theory]
    [InlineData("/v1/metrics", true)]
    [InlineData("/v1/logs", true)]
    [InlineData("/", false)]
    [InlineData("/api/v1/labels", false)]
    [InlineData("/login", false)]
    [InlineData("/v1/metrics/more", false)]
    public async Task OtlpPort_AnyPath_ServesOtlpOnly(string path, bool served)
    {
        await using GuardedServer server = await GuardedServer.StartAsync();

        using HttpResponseMessage there = await server.Http.GetAsync(new Uri(server.OtlpHttp, path), Cancellation);
        using HttpResponseMessage onPages = await server.SendAsync(HttpMethod.Get, "/v1/metrics");

        Assert.Equal(served ? HttpStatusCode.OK : HttpStatusCode.NotFound, there.StatusCode);
        Assert.Equal(served ? null : "otlp_port", served ? null : await CodeAsync(there));
        Assert.Equal(HttpStatusCode.OK, onPages.StatusCode);
    }

    private static async Task<string?> CodeAsync(HttpResponseMessage answer)
    {
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
        using JsonDocument problem = JsonDocument.Parse(await answer.Content.ReadAsStringAsync(Cancellation));
        Assert.NotEqual("", problem.RootElement.GetProperty("detail").GetString());
        return problem.RootElement.GetProperty("code").GetString();
    }
}
