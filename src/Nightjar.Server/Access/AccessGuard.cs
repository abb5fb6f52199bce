using Microsoft.AspNetCore.Http;

namespace Nightjar.Server.Access;

/// <summary>The door: every request passes here before any endpoint sees it.</summary>
internal sealed class AccessGuard(RequestDelegate next, AccessGate gate)
{
    /// <summary>Lets the request through or answers it.</summary>
    public Task InvokeAsync(HttpContext context)
    {
        HttpRequest request = context.Request;
        if (IsOpen(request.Path))
        {
            return next(context);
        }

        if (gate.Token is null && !BrowserRule.IsOwnHost(request.Host, gate.Options.AllowedHosts))
        {
            return RefuseAsync("host", AccessAnswer.ForbiddenAsync(
                context, "host_not_allowed", $"This server is not known as {request.Host.Host}: ask for localhost, or add the name to access.allowedHosts."));
        }

        if (BrowserRule.IsCrossSite(request, gate.Options.AllowedHosts))
        {
            return RefuseAsync("origin", AccessAnswer.ForbiddenAsync(
                context, "cross_site", "A page of another site may not change anything here; add its host to access.allowedHosts if it is yours."));
        }

        return gate.Token is null || request.Path.StartsWithSegments(LoginPage.Path) ? next(context) : CheckAsync(context, gate.Token);
    }

    // A prober has no token, and the two say nothing but whether the server is well.
    private static bool IsOpen(PathString path) =>
        path.Equals("/healthz", StringComparison.Ordinal) || path.Equals("/readyz", StringComparison.Ordinal);

    private Task CheckAsync(HttpContext context, AccessToken token)
    {
        string? credential = Credential.Of(context.Request);
        if (credential is null)
        {
            return context.Request.Cookies[Session.CookieOf(context)] is { } cookie && gate.Sessions?.IsValid(cookie) == true
                ? next(context)
                : RefuseAsync("no_token", AccessAnswer.UnauthorizedAsync(
                    context, "token_missing", "This server needs a token: send `Authorization: Bearer TOKEN`, or log in at /login."));
        }

        if (gate.Wrong.MustWait(context.Connection.RemoteIpAddress, out TimeSpan left))
        {
            return RefuseAsync("too_many_tries", AccessAnswer.TooManyTriesAsync(context, left));
        }

        if (token.Matches(credential))
        {
            return next(context);
        }

        gate.Wrong.Add(context.Connection.RemoteIpAddress, credential);
        return RefuseAsync("wrong_token", AccessAnswer.UnauthorizedAsync(
            context, "token_wrong", "The token is not this server's: compare it with access.token of its configuration."));
    }

    private Task RefuseAsync(string reason, Task answer)
    {
        gate.Wrong.Count(reason);
        return answer;
    }
}
