using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Nightjar.Server.SelfWatch;

namespace Nightjar.Server.Tests.SelfWatch;

public sealed class HealthTests
{
    [Fact]
    public async Task ReadyAnswer_PartThatFails_IsNotReadyAndSaysWhy()
    {
        HealthReport report = new(
            new Dictionary<string, HealthReportEntry>
            {
                ["storage"] = new(HealthStatus.Unhealthy, "The disk is full.", TimeSpan.Zero, null, null),
                ["ingestion"] = new(HealthStatus.Degraded, "9 of 10 wait.", TimeSpan.Zero, null, null),
            },
            TimeSpan.Zero);
        DefaultHttpContext context = new() { Response = { Body = new MemoryStream() } };

        await ReadyAnswer.WriteAsync(context, report);

        context.Response.Body.Position = 0;
        using JsonDocument body = await JsonDocument.ParseAsync(context.Response.Body, default, TestContext.Current.CancellationToken);
        Assert.False(body.RootElement.GetProperty("ready").GetBoolean());
        JsonElement storage = body.RootElement.GetProperty("parts").GetProperty("storage");
        Assert.False(storage.GetProperty("ok").GetBoolean());
        Assert.Equal("The disk is full.", storage.GetProperty("why").GetString());
    }
}
