using Nightjar.Core.Telemetry;
using Nightjar.Server.Ui.Charts;
using Nightjar.Server.Ui.Queries;
using Nightjar.Storage.Telemetry;

namespace Nightjar.Server.Tests.Ui.Queries;

public class ValueRowTests
{
    [Fact]
    public void Of_SeriesWithDifferentTimes_OneRowATimeNewestFirst()
    {
        IList<ValueRow> rows = ValueRow.Of([Chart("a", new(1, 10), new(2, 20)), Chart("b", new(2, 5), new(3, 6))]);

        Assert.Equal([3, 2, 1], rows.Select(row => row.TimeNs));
        Assert.Equal([null, 6.0], rows[0].Values);
        Assert.Equal([20.0, 5.0], rows[1].Values);
        Assert.Equal([10.0, null], rows[2].Values);
    }

    private static SeriesChart Chart(string name, params SamplePoint[] samples) =>
        new(Labels.Create(new Label(Labels.MetricName, name)), default, samples, [], new ChartLine(name, 1, [], [], null, []));
}
