using Nightjar.Core.Detection.Logs;

namespace Nightjar.Core.Tests.Detection.Logs;

public sealed class NumberSlotsTests
{
    [Theory]
    [InlineData(999, 0)]
    [InlineData(5_000, 1)]
    [InlineData(null, 1)]
    public void Outliers_NumberFarLarger_OnlyWhenItsTimeIsNotBeforeThoseLearnt(int? timeNs, int outliers)
    {
        NumberSlots slots = new();
        for (int i = 0; i < 2_000; i++)
        {
            slots.Add("took 9 ms"u8, i);
        }

        slots.Add("took 45000 ms"u8, timeNs);

        Assert.Equal(outliers, slots.Outliers.Count());
    }
}
