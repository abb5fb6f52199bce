using Nightjar.Core.Telemetry;
using Nightjar.Server.Ingestion;
using Nightjar.Server.Tests.Ingestion.Otlp;
using Nightjar.Storage.Telemetry;

namespace Nightjar.Server.Tests.Ingestion;

public sealed class FrontDoorTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Write_MoreThanTheQueueHolds_IsTakenWhenTheQueueIsEmpty()
    {
        await using OtlpBench bench = new(limits => limits.QueuedSamples = 10);
        using SampleBatch large = Batch(bench, "large", 11);
        using SampleBatch next = Batch(bench, "next", 1);
        Task<WriteOutcome> first = bench.Door.WriteAsync(large, Cancellation).AsTask();
        WriteOutcome second = await bench.Door.WriteAsync(next, Cancellation);
        await bench.Door.StartAsync(Cancellation);

        Assert.Equal(WriteOutcome.Durable, await first);
        Assert.Equal(WriteOutcome.Overloaded, second);
    }

    [Fact]
    public async Task Stop_NeverStarted_AnswersWhoeverWaits()
    {
        await using OtlpBench bench = new();
        using SampleBatch batch = Batch(bench, "waits", 1);
        Task<WriteOutcome> write = bench.Door.WriteAsync(batch, Cancellation).AsTask();
        await bench.Door.StopAsync(Cancellation);

        Assert.Equal(WriteOutcome.Overloaded, await write);
        Assert.Equal(WriteOutcome.Overloaded, await bench.Door.WriteAsync(batch, Cancellation));
    }

    [Fact]
    public async Task Write_ServerStopsWhileNobodyTakesCommits_IsStillAnswered()
    {
        using CancellationTokenSource stopping = new();
        await using OtlpBench bench = new(stopping: stopping.Token);
        await bench.Door.StartAsync(Cancellation);
        for (int commit = 0; commit < 9; commit++)
        {
            using SampleBatch batch = Batch(bench, $"fills_{commit}", 1);
            Assert.Equal(WriteOutcome.Durable, await bench.Door.WriteAsync(batch, Cancellation));
        }

        using SampleBatch late = Batch(bench, "late", 1);
        Task<WriteOutcome> write = bench.Door.WriteAsync(late, Cancellation).AsTask();
        await stopping.CancelAsync();

        Assert.Equal(WriteOutcome.Durable, await write);
    }

    [Fact]
    public void Grow_BeyondTheBound_IsRefusedUntilAnotherEndsAndAloneIsNot()
    {
        BodyMemory memory = new(100);
        BodyMemory.Share first = memory.Open();
        using BodyMemory.Share second = memory.Open();

        Assert.True(first.TryGrow(150));
        Assert.False(second.TryGrow(1));
        first.Dispose();
        Assert.True(second.TryGrow(1));
        Assert.Equal(1, memory.Bytes);
    }

    private static SampleBatch Batch(OtlpBench bench, string name, int samples)
    {
        SampleBatch batch = new("test");
        SeriesEntry entry = bench.Store.Catalog.GetOrAdd(new Series(Labels.Create(new Label(Labels.MetricName, name)), MetricKind.Gauge), "test", out _)!;
        long nowNs = TimeProvider.System.NowNs();
        for (int i = 0; i < samples; i++)
        {
            batch.Add(entry, nowNs + i, i);
        }

        return batch;
    }
}
