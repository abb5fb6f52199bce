using System.Net;

namespace Nightjar.Server.Tests.Access;

public sealed class LoginPageTests
{
    private static readonly (string, string) TokenSetting = ("access:token", GuardedServer.Token);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Navigation_WithoutASession_IsLedToTheLoginAndBack()
    {
        await using GuardedServer server = await GuardedServer.StartAsync(TokenSetting);

        using HttpResponseMessage led = await server.SendAsync(HttpMethod.Get, "/incidents?range=1h", ("Accept", "text/html,*/*"));
        Assert.Equal(HttpStatusCode.Redirect, led.StatusCode);
        Assert.Equal("/login?to=%2Fincidents%3Frange%3D1h", led.Headers.Location?.OriginalString);

        using HttpResponseMessage page = await server.SendAsync(HttpMethod.Get, "/login?to=%2Fincidents%3Frange%3D1h");
        Assert.Contains("""<input type="hidden" name="to" value="/incidents?range=1h">""", await page.Content.ReadAsStringAsync(Cancellation), StringComparison.Ordinal);

        using HttpResponseMessage done = await LogInAsync(server, GuardedServer.Token, "/incidents?range=1h");
        Assert.Equal(HttpStatusCode.Redirect, done.StatusCode);
        Assert.Equal("/incidents?range=1h", done.Headers.Location?.OriginalString);
    }

    [Fact]
    public async Task LogIn_RightToken_GivesASessionThatScriptsCannotReadAndThatEnds()
    {
        await using GuardedServer server = await GuardedServer.StartAsync(TokenSetting, ("access:sessionAge", "01:00:00"));

        using HttpResponseMessage done = await LogInAsync(server, GuardedServer.Token, "/");
        string setCookie = done.Headers.GetValues("Set-Cookie").Single();
        Assert.Contains("httponly", setCookie, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("samesite=lax", setCookie, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain(GuardedServer.Token, setCookie, StringComparison.Ordinal);
        Assert.StartsWith($"nightjar-session-{server.Http.BaseAddress?.Port}=", setCookie, StringComparison.Ordinal);
        string cookie = setCookie[..setCookie.IndexOf(';', StringComparison.Ordinal)];

        using HttpResponseMessage within = await server.SendAsync(HttpMethod.Get, "/", ("Cookie", cookie));
        Assert.Equal(HttpStatusCode.OK, within.StatusCode);

        server.Time.Advance(TimeSpan.FromHours(1));
        using HttpResponseMessage after = await server.SendAsync(HttpMethod.Get, "/", ("Cookie", cookie));
        Assert.Equal(HttpStatusCode.Unauthorized, after.StatusCode);
    }

    [Theory]
    [InlineData("wrong")]
    [InlineData("")]
    public async Task LogIn_WrongToken_Is401AndSaysSoOnThePage(string token)
    {
        await using GuardedServer server = await GuardedServer.StartAsync(TokenSetting);

        using HttpResponseMessage answer = await LogInAsync(server, token, "/");

        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
        Assert.False(answer.Headers.Contains("Set-Cookie"));
        Assert.Contains("""<p id="problem" role="alert">""", await answer.Content.ReadAsStringAsync(Cancellation), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("https://evil.example/")]
    [InlineData("//evil.example/")]
    [InlineData("/\\evil.example")]
    [InlineData("javascript:alert(1)")]
    [InlineData("")]
    public async Task LogIn_ReturnAddressElsewhere_LeadsToTheFirstPage(string to)
    {
        await using GuardedServer server = await GuardedServer.StartAsync(TokenSetting);

        using HttpResponseMessage done = await LogInAsync(server, GuardedServer.Token, to);

        Assert.Equal("/", done.Headers.Location?.OriginalString);
    }

    [Fact]
    public async Task Page_ReturnAddressWithMarkup_IsEncoded()
    {
        await using GuardedServer server = await GuardedServer.StartAsync(TokenSetting);

        string page = await server.Http.GetStringAsync(new Uri("/login?to=/%22%3E%3Cscript%3E", UriKind.Relative), Cancellation);

        Assert.DoesNotContain("<script", page, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task LogIn_ManyDifferentTokens_MustWait()
    {
        await using GuardedServer server = await GuardedServer.StartAsync(TokenSetting, ("access:wrongTokensPerMinute", "2"));
        (await LogInAsync(server, "first", "/")).Dispose();
        (await LogInAsync(server, "second", "/")).Dispose();

        using HttpResponseMessage answer = await LogInAsync(server, GuardedServer.Token, "/");

        Assert.Equal(HttpStatusCode.TooManyRequests, answer.StatusCode);
    }

    [Fact]
    public async Task LogIn_NotAForm_Is400()
    {
        await using GuardedServer server = await GuardedServer.StartAsync(TokenSetting);

        using HttpResponseMessage answer = await server.SendAsync(HttpMethod.Post, "/login", new StringContent("{}"));

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
    }

    [Fact]
    public async Task Page_WithoutAToken_LeadsToTheFirstPage()
    {
        await using GuardedServer server = await GuardedServer.StartAsync();

        using HttpResponseMessage answer = await server.SendAsync(HttpMethod.Get, "/login");

        Assert.Equal("/", answer.Headers.Location?.OriginalString);
    }

    private static Task<HttpResponseMessage> LogInAsync(GuardedServer server, string token, string to) =>
        server.SendAsync(HttpMethod.Post, "/login", new FormUrlEncodedContent([KeyValuePair.Create("token", token), KeyValuePair.Create("to", to)]));
}
