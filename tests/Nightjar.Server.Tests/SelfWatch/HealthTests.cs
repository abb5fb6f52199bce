using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Nightjar.Server.SelfWatch;

namespace Nightjar.Server.Tests.SelfWatch;

public sealed class HealthTests
{
    [Theory]
    [InlineData("disk full", "merge failed", true, HealthStatus.Unhealthy, "disk full")]
    [InlineData(null, "merge failed", true, HealthStatus.Degraded, "merge failed")]
    [InlineData(null, null, true, HealthStatus.Degraded, "1-2.parquet")]
    [InlineData(null, null, false, HealthStatus.Healthy, "")]
    public void StorageHealth_WhatIsWrong_IsSaidWorstFirst(string? commit, string? maintenance, bool damaged, HealthStatus status, string why)
    {
        HealthCheckResult result = StorageHealth.Of(commit, maintenance, damaged ? ["1-2.parquet"] : []);

        Assert.Equal(status, result.Status);
        Assert.Contains(why, result.Description ?? "", StringComparison.Ordinal);
    }

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
