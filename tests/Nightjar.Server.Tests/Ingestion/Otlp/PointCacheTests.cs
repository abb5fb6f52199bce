using Microsoft.Extensions.Options;
using Nightjar.Server.Ingestion.Otlp;

namespace Nightjar.Server.Tests.Ingestion.Otlp;

public sealed class PointCacheTests
{
    [Fact]
    public void Of_ManyMorePointsThanTheBound_HoldsNoMoreThanTheBound()
    {
        PointCache cache = new(Options.Create(new OtlpOptions { CachedPoints = 1_000 }));
        for (int i = 0; i < 10_000; i++)
        {
            cache.Of((UInt128)i);
            Assert.InRange(cache.Count, 1, 1_001);
        }
    }

    [Fact]
    public void Of_PointThatKeepsComing_StaysWhileOthersGo()
    {
        PointCache cache = new(Options.Create(new OtlpOptions { CachedPoints = 1_000 }));
        PointSeries kept = cache.Of(1);
        for (int i = 2; i < 10_000; i++)
        {
            cache.Of((UInt128)i);
            Assert.Same(kept, cache.Of(1));
        }
    }

    [Fact]
    public void Take_TextsThatReadAlikeWhenJoined_DoNotShareAKey()
    {
        PointKey key = new();

        Assert.NotEqual(key.Add("ab").Add("c").Take(), key.Add("a").Add("bc").Take());
    }
}
