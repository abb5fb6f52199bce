namespace Nightjar.EndToEnd.Tests.Commands;

public sealed class HelpTests
{
    [Theory]
    [InlineData("")]
    [InlineData("serve")]
    [InlineData("detect")]
    [InlineData("patterns")]
    [InlineData("backtest")]
    [InlineData("tune")]
    [InlineData("evaluate")]
    [InlineData("evaluate anomalies")]
    [InlineData("evaluate logs")]
    [InlineData("query")]
    [InlineData("storage")]
    [InlineData("storage check")]
    [InlineData("status")]
    public async Task Help_OfEveryCommand_HasAnExample(string command)
    {
        CommandRun run = await CommandRun.OfAsync([.. command.Split(' ', StringSplitOptions.RemoveEmptyEntries), "--help"]);

        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        string examples = run.Output[run.Output.IndexOf("Examples:", StringComparison.Ordinal)..];
        Assert.Contains($"nightjar {command}".TrimEnd(), examples, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Version_IsANumber()
    {
        CommandRun run = await CommandRun.OfAsync("--version");

        Assert.Equal(0, run.ExitCode);
        Assert.True(Version.TryParse(run.Output.Trim().Split('+')[0], out _), run.Output);
    }

    [Theory]
    [InlineData("serv")]
    [InlineData("storage")]
    [InlineData("serve --listen nowhere")]
    [InlineData("serve --set nothing")]
    [InlineData("detect x.csv --warm-up 3")]
    [InlineData("evaluate anomalies --data x")]
    [InlineData("evaluate logs")]
    [InlineData("evaluate anomalies --dataset tea --data x")]
    [InlineData("evaluate anomalies --dataset kpi --data x --out y")]
    [InlineData("evaluate anomalies --dataset nab")]
    [InlineData("evaluate anomalies --dataset nab --data x --seed 1")]
    [InlineData("evaluate anomalies --dataset simulated --data x")]
    [InlineData("evaluate anomalies --dataset simulated --days 3")]
    [InlineData("query x --max-rows 0")]
    [InlineData("query x --json --csv")]
    public async Task CommandLine_ThatCannotBeUsed_SaysWhyAndWhereHelpIs(string line)
    {
        CommandRun run = await CommandRun.OfAsync(line.Split(' '));

        Assert.Equal((2, ""), (run.ExitCode, run.Output));
        Assert.Contains("--help", run.Error, StringComparison.Ordinal);
    }
}
