using System.Diagnostics;
using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using Nightjar.Core.Telemetry;
using Nightjar.Server.Ingestion.Logs.Files;
using Nightjar.Storage.Snapshots;
using Nightjar.Storage.Telemetry.Logs;

namespace Nightjar.Server.Tests.Ingestion.Logs.Files;

/// <summary>Every line once, whatever becomes of the file. Lines carry no header, so each is a record of its own.</summary>
public sealed class TailedFilesTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("nightjar-tail-").FullName;
    private readonly LogFileOptions _option;
    private TailedFiles _files;
    private long _nowNs = 1_790_000_000_000_000_000;

    public TailedFilesTests()
    {
        _option = new LogFileOptions { Path = Path.Combine(_directory, "*.log") };
        _files = Open();
    }

    private string App => Path.Combine(_directory, "app.log");

    public void Dispose()
    {
        _files.Dispose();
        Directory.Delete(_directory, recursive: true);
    }

    [Fact]
    public void Read_LinesAsTheyCome_EachOnce()
    {
        File.WriteAllText(App, "one 1\ntwo 2\nthr");
        Assert.Equal(["one 1", "two 2"], Take());
        File.AppendAllText(App, "ee 3\n");
        Assert.Equal(["three 3"], Take());
    }

    [Fact]
    public void Read_StackTrace_IsOneRecordAlsoOverARestart()
    {
        File.WriteAllText(App, "2026-11-25 10:00:00 ERROR a: b\n");
        using (LogBatch batch = new())
        {
            // The record waits for its next line, so a restart must read it again.
            _files.Read(batch, _nowNs);
            Assert.Equal(0, batch.Count);
            _files.Commit();
        }

        File.AppendAllText(App, "\tat c.D(E.java:1)\n");
        Restart();

        Assert.Equal("b\n\tat c.D(E.java:1)", Assert.Single(Take()).Split("a: ")[^1]);
    }

    [Fact]
    public void Read_RenamedWithSomethingUnread_ReadsTheRestFirstAndWhatIsStillWrittenToIt()
    {
        File.WriteAllText(App, "one 1\n");
        Assert.Equal(["one 1"], Take());
        File.AppendAllText(App, "two 2\n");
        File.Move(App, App + ".1");
        File.WriteAllText(App, "three 3\n");
        Assert.Equal(["two 2", "three 3"], Take());
        File.AppendAllText(App + ".1", "late 4\n");
        Assert.Equal(["late 4"], Take());
    }

    [Fact]
    public void Read_CopiedAndTruncatedWithSomethingUnread_ReadsItFromTheCopy()
    {
        File.WriteAllText(App, "one 1\n");
        Assert.Equal(["one 1"], Take());
        File.AppendAllText(App, "two 2\n");
        File.Copy(App, App + ".1");
        File.WriteAllText(App, "");
        File.AppendAllText(App, "three 3, which is longer than all that was there before\n");

        Assert.Equal(["two 2", "three 3, which is longer than all that was there before"], Take());
    }

    [Fact]
    public void Read_TruncatedWithoutACopy_BeginsAnew()
    {
        File.WriteAllText(App, "one 1\ntwo 2\n");
        Assert.Equal(2, Take().Length);
        File.WriteAllText(App, "a 1\n");

        Assert.Equal(["a 1"], Take());
    }

    [Fact]
    public void Restore_AfterARestart_NeitherLosesNorRepeats()
    {
        File.WriteAllText(App, "one 1\n");
        Assert.Equal(["one 1"], Take());
        File.AppendAllText(App, "two 2\n");
        Restart();
        Assert.Equal(["two 2"], Take());
        Restart();
        Assert.Empty(Take());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Restore_RotatedMeanwhile_ReadsTheRestOfTheOldFirst(bool isCopied)
    {
        File.WriteAllText(App, "one 1\n");
        Assert.Equal(["one 1"], Take());
        File.AppendAllText(App, "two 2\n");
        if (isCopied)
        {
            File.Copy(App, App + ".1");
        }
        else
        {
            File.Move(App, App + ".1");
        }

        File.WriteAllText(App, "three 3\n");
        Restart();

        Assert.Equal(["two 2", "three 3"], Take());
    }

    [Fact]
    public void Rewind_NotDurable_IsReadAgain()
    {
        File.WriteAllText(App, "one 1\ntwo 2\n");
        using (LogBatch batch = new())
        {
            _files.Read(batch, _nowNs);
            _files.Rewind();
        }

        Assert.Equal(["one 1", "two 2"], Take());
    }

    [Fact]
    public void Read_LineOfTenMegabytes_IsCutAndTheNextIsWhole()
    {
        File.WriteAllText(App, new string('x', 10_000_000) + "\nnext 1\n");
        using LogBatch batch = new();
        Fill(batch);

        Assert.Equal(2, batch.Count);
        Assert.Equal(1, batch.Cut);
        Assert.Equal("next 1", Encoding.UTF8.GetString(batch.Message(1)));
    }

    [Fact]
    public void Read_BinaryAndNul_IsTaken()
    {
        File.WriteAllBytes(App, [0, 0, (byte)'a', 0xFF, 0, (byte)'\n', (byte)'b', (byte)'\n']);

        Assert.Equal(2, Take().Length);
    }

    [Fact]
    public void Read_NoNewlineAtTheEnd_IsTakenAfterAWhile()
    {
        File.WriteAllText(App, "one 1");
        using LogBatch batch = new();
        _files.Read(batch, _nowNs);
        Assert.Equal(0, batch.Count);
        _nowNs += TimeSpan.FromSeconds(6).ToNs();

        Assert.Equal(["one 1"], Take());
    }

    [Fact]
    public void Read_RotatedNamesAndPacked_AreNotRead()
    {
        foreach (string name in new[] { "app.log.1", "app.log-20261125", "app.log.2.gz" })
        {
            File.WriteAllText(Path.Combine(_directory, name), "old 1\n");
        }

        _option.Path = Path.Combine(_directory, "app*");

        Assert.Empty(Take());
    }

    [Fact]
    public void Read_MoreFilesThanMayBeOpen_ReadsThoseItMay()
    {
        for (int i = 0; i < 12; i++)
        {
            File.WriteAllText(Path.Combine(_directory, $"{i:00}.log"), $"line {i}\n");
        }

        Assert.Equal(10, Take().Length);
        Assert.Equal(10, _files.Count);
    }

    [Theory]
    [InlineData("rename", "create")]
    [InlineData("copy", "copytruncate")]
    public void Read_UnderLogrotate_EachLineOnce(string kind, string directive)
    {
        string logrotate = "/usr/sbin/logrotate";
        if (!File.Exists(logrotate))
        {
            Assert.SkipWhen(Environment.GetEnvironmentVariable("NIGHTJAR_ALL_PARTS") is null, "logrotate is not installed (apt-get install logrotate)");
            Assert.Fail("logrotate is not installed");
        }

        string configuration = Path.Combine(_directory, kind + ".conf");
        File.WriteAllText(configuration, $"\"{App}\" {{\n  rotate 5\n  size 1\n  {directive}\n  nocompress\n  missingok\n  su root root\n}}\n");
        List<string> taken = [];
        for (int round = 0; round < 4; round++)
        {
            File.AppendAllText(App, $"round {round} a\nround {round} b\n");
            if (round % 2 == 0 || kind == "copy")
            {
                // A copy is known by its beginning, so that must have been seen before the file is truncated.
                taken.AddRange(Take());
            }

            File.AppendAllText(App, $"round {round} c\n");
            using Process rotation = Process.Start(logrotate, ["-f", "-s", Path.Combine(_directory, "state"), configuration]);
            rotation.WaitForExit();
            Assert.Equal(0, rotation.ExitCode);
            taken.AddRange(Take());
        }

        Assert.Equal(Enumerable.Range(0, 4).SelectMany(round => new[] { $"round {round} a", $"round {round} b", $"round {round} c" }), taken);
    }

    [Fact]
    public void Labels_OfAContainersFile_SayPodNamespaceAndContainer()
    {
        Labels labels = FileLabels.Of($"/var/log/containers/web-7d9_shop_nginx-{new string('a', 64)}.log", "n1", new LogFileOptions { Labels = { ["env"] = "test" } });

        Assert.Equal(("web-7d9", "shop", "nginx", "n1", "test", null), (labels["k8s_pod_name"], labels["k8s_namespace_name"], labels["k8s_container_name"], labels["host_name"], labels["env"], labels["filename"]));
    }

    private TailedFiles Open()
    {
        TailedFiles files = new([_option], 10, "h1", new LogStreams(100, 100), SnapshotStore.Open(_directory), NullLogger.Instance);
        Assert.Null(files.Restore());
        return files;
    }

    private void Restart()
    {
        _files.Dispose();
        _files = Open();
    }

    /// <summary>All that is complete, made durable.</summary>
    private string[] Take()
    {
        using LogBatch batch = new();
        Fill(batch);
        _files.Commit();
        return [.. Enumerable.Range(0, batch.Count).Select(i => Encoding.UTF8.GetString(batch.Message(i)))];
    }

    private void Fill(LogBatch batch)
    {
        do
        {
            _files.Read(batch, _nowNs);
        }
        while (!_files.AreAtEnd);

        // A predecessor's end lets the next begin, and a record waits a second for its next line.
        _files.Read(batch, _nowNs);
        _nowNs += TimeSpan.FromSeconds(2).ToNs();
        _files.Read(batch, _nowNs);
    }
}
