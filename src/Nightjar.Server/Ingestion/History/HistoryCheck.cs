using Microsoft.Extensions.Options;
using Nightjar.Core.Telemetry.Expressions;

namespace Nightjar.Server.Ingestion.History;

/// <summary>Sources of history that cannot be used are said before anything starts.</summary>
internal sealed class HistoryCheck : IValidateOptions<IngestionOptions>
{
    /// <inheritdoc />
    public ValidateOptionsResult Validate(string? name, IngestionOptions options)
    {
        List<string> problems = [];
        for (int i = 0; i < options.History.Count; i++)
        {
            HistoryOptions source = options.History[i];
            if (source.File is not null)
            {
                if (source.Url is not null)
                {
                    problems.Add($"ingestion.history.{i}: give url or file, not both; two sources are two entries.");
                }

                continue;
            }

            if (source.Url is not { IsAbsoluteUri: true, Scheme: "http" or "https" })
            {
                problems.Add($"ingestion.history.{i}.url: '{source.Url?.OriginalString}' must be the address of a server, such as http://127.0.0.1:9090; a file is named by file.");
            }

            foreach (string selector in source.Match)
            {
                if (!ExpressionParser.TryParseSelector(selector, out _, out string? problem))
                {
                    problems.Add($"ingestion.history.{i}.match: '{selector}' is no selector such as {{job=\"node\"}}: {problem}.");
                }
            }

            if (source.Step >= source.Last)
            {
                problems.Add($"ingestion.history.{i}.step must be shorter than last.");
            }
        }

        return problems.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(problems);
    }
}
