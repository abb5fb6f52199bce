using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Microsoft.Data.Sqlite;
using Nightjar.Storage.State;

namespace Nightjar.EndToEnd.Tests.Commands;

public sealed class ServeTests : IDisposable
{
    private static readonly string[] Doors = ["--listen", "--otlp-grpc", "--otlp-http"];

    private readonly string _data = Directory.CreateTempSubdirectory("nightjar-serve-").FullName;

    public void Dispose() => Directory.Delete(_data, recursive: true);

    [Fact]
    public async Task Serve_Start_SaysWhatItWatchesAndStopsCleanlyOnSigterm()
    {
        await using NightjarProcess nightjar = await NightjarProcess.ServeAsync(_data);
        await nightjar.Process.WaitForLineAsync("  data       ", TimeSpan.FromSeconds(30));

        Assert.Contains($"at {nightjar.Address.AbsoluteUri.TrimEnd('/')}", nightjar.Process.Output, StringComparison.Ordinal);
        Assert.Contains("  pages      http://127.0.0.1:", nightjar.Process.Output, StringComparison.Ordinal);
        Assert.Contains("  watching   this host", nightjar.Process.Output, StringComparison.Ordinal);
        Assert.Contains("learning, first verdicts in about 10 min", nightjar.Process.Output, StringComparison.Ordinal);
        Assert.Contains("OTLP/gRPC at http://127.0.0.1:", nightjar.Process.Output, StringComparison.Ordinal);
        Assert.True(File.Exists(Path.Combine(_data, "server.json")));

        await nightjar.Process.StopAsync();

        Assert.Equal(0, nightjar.Process.ExitCode);
        Assert.Contains("Stopped; everything received is kept.", nightjar.Process.Output, StringComparison.Ordinal);
        Assert.False(File.Exists(Path.Combine(_data, "server.json")));
    }

    [Fact]
    public async Task Serve_TwoSideBySide_EachAnswersForItsOwnDirectory()
    {
        string[] quiet = ["--set", "host:enabled=false"];
        await using NightjarProcess one = await NightjarProcess.ServeAsync(_data, quiet);
        await using NightjarProcess two = await NightjarProcess.ServeAsync(null, quiet);

        CommandRun ofOne = await CommandRun.OfAsync("status", "--data", _data);
        CommandRun ofTwo = await CommandRun.OfAsync("status", "--data", two.Directory);
        CommandRun again = await CommandRun.OfAsync("serve", "--data", _data, "--listen", "127.0.0.1:0", "--otlp-grpc", "off", "--otlp-http", "off");

        Assert.Contains(Url(one), ofOne.Output, StringComparison.Ordinal);
        Assert.Contains(Url(two), ofTwo.Output, StringComparison.Ordinal);
        Assert.Contains("not this host (host.enabled is false)", two.Process.Output, StringComparison.Ordinal);
        Assert.Equal(3, again.ExitCode);
        Assert.Contains("is served already", again.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--listen")]
    [InlineData("--otlp-grpc")]
    [InlineData("--otlp-http")]
    public async Task Serve_PortInUse_NamesTheOption(string option)
    {
        using TcpListener taken = new(IPAddress.Loopback, 0);
        taken.Start();
        string address = string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{((IPEndPoint)taken.LocalEndpoint).Port}");
        string[] off = [.. Doors.Where(other => other != option).SelectMany(other => new[] { other, "127.0.0.1:0" })];

        CommandRun run = await CommandRun.OfAsync(["serve", "--data", _data, option, address, .. off]);

        Assert.Equal((3, ""), (run.ExitCode, run.Output));
        Assert.Contains($"{address} ({option}) is in use", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Serve_OtherAddressWithoutAToken_IsRefusedWithTheWayOut()
    {
        CommandRun run = await CommandRun.OfAsync("serve", "--data", _data, "--listen", "0.0.0.0:0", "--otlp-grpc", "off", "--otlp-http", "off");

        Assert.Equal((2, ""), (run.ExitCode, run.Output));
        Assert.Contains("needs a token: write access.token", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Serve_DirectoryOfANewerVersion_IsRefused()
    {
        StateStore.Open(_data).Dispose();
        await using (SqliteConnection state = new($"Data Source={Path.Combine(_data, StateStore.FileName)};Pooling=false"))
        {
            await state.OpenAsync(TestContext.Current.CancellationToken);
            await using SqliteCommand insert = state.CreateCommand();
            insert.CommandText = "INSERT INTO __EFMigrationsHistory VALUES ('29990101000000_Future', '99.0.0')";
            await insert.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
        }

        CommandRun run = await CommandRun.OfAsync("serve", "--data", _data, "--listen", "127.0.0.1:0", "--otlp-grpc", "off", "--otlp-http", "off");

        Assert.Equal((3, ""), (run.ExitCode, run.Output));
        Assert.Contains("written by a newer version of Nightjar", run.Error, StringComparison.Ordinal);
    }

    private static string Url(NightjarProcess nightjar) => $"at {nightjar.Address.AbsoluteUri.TrimEnd('/')}, process {nightjar.Process.Id.ToString(CultureInfo.InvariantCulture)}";
}
