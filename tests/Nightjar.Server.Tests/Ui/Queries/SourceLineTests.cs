using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Nightjar.Server.Ingestion;
using Nightjar.Server.Ui.Queries;

namespace Nightjar.Server.Tests.Ui.Queries;

public sealed class SourceLineTests
{
    [Fact]
    public void Of_TargetThatDoesNotAnswer_SaysWhyAndSinceWhen()
    {
        using ServiceProvider services = new ServiceCollection().AddMetrics().BuildServiceProvider();
        SourceLedger ledger = new(services.GetRequiredService<IMeterFactory>());
        ledger.NoteError("node", "connection refused", 5);
        ledger.NoteError("node", "no such host", 9);

        SourceLine line = Assert.Single(SourceLine.Of(ledger, 10));

        Assert.Equal(("no such host", 5L), (line.Error, line.ErrorSinceNs));
    }
}
