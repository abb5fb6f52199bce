using Nightjar.Storage.Telemetry;

namespace Nightjar.Storage.Tests.Telemetry;

public sealed class TelemetryStoreCheckTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public void Check_PartCutOff_IsFoundAndTheStoreOpens()
    {
        using StoreFixture fixture = OnePart(out string part);
        fixture.Store.Dispose();
        using (FileStream file = new(part, FileMode.Open))
        {
            file.SetLength(file.Length / 2);
        }

        fixture.Reopen();

        CheckFinding finding = Assert.Single(fixture.Store.Check(Cancellation), finding => finding.Where == part);
        Assert.True(finding.LosesSamples);
        Assert.Equal([part], fixture.Store.Status().DamagedParts);
    }

    [Fact]
    public void Check_PageOverwritten_IsFound()
    {
        using StoreFixture fixture = OnePart(out string part);
        byte[] content = File.ReadAllBytes(part);
        content.AsSpan(8, 40).Fill(0xA5); // the first page: series
        File.WriteAllBytes(part, content);
        fixture.Reopen();

        Assert.Contains(fixture.Store.Check(Cancellation), finding => finding.Where == part && finding.LosesSamples);
    }

    [Fact]
    public void Check_StrangeFile_IsNamed()
    {
        using StoreFixture fixture = OnePart(out _);
        string strange = Path.Combine(fixture.Parts, "notes.txt");
        File.WriteAllText(strange, "?");

        CheckFinding finding = Assert.Single(fixture.Store.Check(Cancellation));

        Assert.Equal((strange, false), (finding.Where, finding.LosesSamples));
    }

    private static StoreFixture OnePart(out string path)
    {
        StoreFixture fixture = new(new TelemetryStoreOptions { FlushRows = 1_000, MemoryBytes = 128_000_000 });
        SeriesEntry up = fixture.Series("up");
        Random random = new(1);
        fixture.Store.Append([.. Enumerable.Range(0, 1_000).Select(i => new SeriesSample(up, StoreFixture.StartNs + i, random.NextDouble()))]);
        fixture.Store.Maintain(Cancellation);
        path = Assert.Single(Directory.GetFiles(fixture.Parts));
        return fixture;
    }
}
