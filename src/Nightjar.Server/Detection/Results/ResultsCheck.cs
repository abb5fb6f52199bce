using Microsoft.Extensions.Options;
using Nightjar.Core.Telemetry.Expressions;

namespace Nightjar.Server.Detection.Results;

/// <summary>Addresses and selectors that cannot be used are said before anything starts.</summary>
internal sealed class ResultsCheck : IValidateOptions<ResultsOptions>
{
    /// <inheritdoc />
    public ValidateOptionsResult Validate(string? name, ResultsOptions options)
    {
        List<string> problems = [];
        foreach (string selector in options.RemoteWrite.Match)
        {
            if (!ExpressionParser.TryParseSelector(selector, out _, out string? problem))
            {
                problems.Add($"detection.results.remoteWrite.match: '{selector}' is no selector such as {{job=\"node\"}}: {problem}.");
            }
        }

        CheckAddress(options.RemoteWrite.Url, "remoteWrite.url", "http://127.0.0.1:9090/api/v1/write", problems);
        foreach (Uri url in options.Alertmanager.Urls)
        {
            CheckAddress(url, "alertmanager.urls", "http://127.0.0.1:9093", problems);
        }

        CheckAddress(options.Alertmanager.ExternalUrl, "alertmanager.externalUrl", "https://nightjar.example.com", problems);
        return problems.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(problems);
    }

    private static void CheckAddress(Uri? url, string key, string example, List<string> problems)
    {
        if (url is not null && !(url.IsAbsoluteUri && url.Scheme is "http" or "https"))
        {
            problems.Add($"detection.results.{key}: '{url.OriginalString}' must be an address such as {example}.");
        }
    }
}
