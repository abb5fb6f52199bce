using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Nightjar.Server.Access;

/// <summary>The page where a browser gets its session: one form, no scripts, nothing loaded from elsewhere.</summary>
internal static class LoginPage
{
    /// <summary>Where it is.</summary>
    public const string Path = "/login";

    private const string TokenField = "token";
    private const string ReturnField = "to";

    // A form with one token and a path; more is not a login.
    private const int MaxFormBytes = 16_384;

    public static void MapLogin(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapGet(Path, (HttpContext context, AccessGate gate) => gate.Token is null
                ? Results.Redirect("/")
                : Page(context, StatusCodes.Status200OK, LocalPath(context.Request.Query[ReturnField]), ""))
            .ExcludeFromDescription();
        endpoints.MapPost(Path, LogInAsync).ExcludeFromDescription();
        endpoints.MapPost("/logout", (HttpContext context) =>
        {
            context.Response.Cookies.Delete(Session.CookieOf(context));
            return Results.Redirect(Path);
        }).ExcludeFromDescription();
    }

    private static async Task<IResult> LogInAsync(HttpContext context, AccessGate gate)
    {
        if (gate.Token is null || gate.Sessions is null)
        {
            return Results.Redirect("/");
        }

        if (!context.Request.HasFormContentType || context.Request.ContentLength is null or > MaxFormBytes)
        {
            return Page(context, StatusCodes.Status400BadRequest, "/", "That was not this page's form.");
        }

        IFormCollection form = await context.Request.ReadFormAsync(context.RequestAborted);
        string to = LocalPath(form[ReturnField]);
        string token = form[TokenField].ToString().Trim();
        if (gate.Wrong.MustWait(context.Connection.RemoteIpAddress, out TimeSpan left))
        {
            gate.Wrong.Count("too_many_tries");
            return Page(context, StatusCodes.Status429TooManyRequests, to, $"Too many wrong tokens: try again in {Math.Ceiling(left.TotalSeconds):0} s.");
        }

        if (!gate.Token.Matches(token))
        {
            gate.Wrong.Add(context.Connection.RemoteIpAddress, token);
            gate.Wrong.Count("wrong_token");
            return Page(context, StatusCodes.Status401Unauthorized, to, "This is not the server's token. It is access.token in its configuration.");
        }

        context.Response.Cookies.Append(Session.CookieOf(context), gate.Sessions.Create(gate.Options.SessionAge), new CookieOptions
        {
            HttpOnly = true,
            // Nightjar speaks plain HTTP itself; a proxy with TLS before it says so, and whoever lies about it harms only their own session.
            Secure = context.Request.IsHttps || context.Request.Headers["X-Forwarded-Proto"] == "https",
            // Lax and not Strict: a link to an incident in a chat message must open it.
            SameSite = SameSiteMode.Lax,
            MaxAge = gate.Options.SessionAge,
            IsEssential = true,
        });
        return Results.LocalRedirect(to);
    }

    /// <summary>Only a path of this server: an address would lead a freshly logged-in person elsewhere.</summary>
    private static string LocalPath(string? to) =>
        to is { Length: > 0 } && to[0] == '/' && !to.StartsWith("//", StringComparison.Ordinal) && !to.Contains('\\', StringComparison.Ordinal)
        && !to.AsSpan().ContainsAnyInRange('\0', '\x1f')
            ? to
            : "/";

    private static IResult Page(HttpContext context, int status, string to, string problem)
    {
        context.Response.Headers.ContentSecurityPolicy = "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; frame-ancestors 'none'";
        context.Response.Headers.CacheControl = "no-store";
        context.Response.Headers["Referrer-Policy"] = "no-referrer";
        string alert = problem.Length == 0 ? "" : $"""<p id="problem" role="alert">{HtmlEncoder.Default.Encode(problem)}</p>""";
        return Results.Content(LoginHtml.Form(HtmlEncoder.Default.Encode(to), alert), "text/html; charset=utf-8", statusCode: status);
    }
}
