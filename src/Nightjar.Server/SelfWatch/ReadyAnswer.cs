using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Nightjar.Server.SelfWatch;

/// <summary>The body of <c>/readyz</c>: <c>{"ready":true,"parts":{"storage":{"ok":true,"why":null}}}</c>.</summary>
internal static class ReadyAnswer
{
    public static Task WriteAsync(HttpContext context, HealthReport report)
    {
        JsonObject parts = [];
        foreach ((string name, HealthReportEntry part) in report.Entries)
        {
            parts[name] = new JsonObject
            {
                ["ok"] = part.Status == HealthStatus.Healthy,
                ["why"] = part.Description ?? part.Exception?.Message,
            };
        }

        JsonObject answer = new() { ["ready"] = report.Status != HealthStatus.Unhealthy, ["parts"] = parts };
        context.Response.ContentType = "application/json; charset=utf-8";
        return context.Response.WriteAsync(answer.ToJsonString(), context.RequestAborted);
    }
}
