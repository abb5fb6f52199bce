using System.Collections.Concurrent;
using System.Diagnostics;

namespace Nightjar.EndToEnd.Tests;

/// <summary>A program the test starts and ends by its own id; what it prints is kept (the newest lines) for the message of a failure.</summary>
internal sealed class ChildProcess : IDisposable
{
    private const int KeptLines = 500;
    private readonly Process _process;
    private readonly ConcurrentQueue<string> _lines = new();

    private ChildProcess(Process process)
    {
        _process = process;
        process.OutputDataReceived += (_, line) => Keep(line.Data);
        process.ErrorDataReceived += (_, line) => Keep(line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    /// <summary>Its id.</summary>
    public int Id => _process.Id;

    /// <summary>True once it has ended.</summary>
    public bool HasExited => _process.HasExited;

    /// <summary>Its exit code, once it has ended.</summary>
    public int ExitCode => _process.ExitCode;

    /// <summary>What it printed.</summary>
    public string Output => string.Join('\n', _lines);

    /// <summary>Starts a program.</summary>
    public static ChildProcess Start(string program, IEnumerable<string> arguments, string? workingDirectory = null)
    {
        ProcessStartInfo start = new(program, arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
            WorkingDirectory = workingDirectory ?? "",
        };
        return new ChildProcess(Process.Start(start) ?? throw new InvalidOperationException($"{program} did not start."));
    }

    /// <summary>
    /// The path of a program of Debian's, or the test is skipped. Where NIGHTJAR_ALL_PARTS is set, as in .ci/run, which installs
    /// them, a missing one fails the test: there nothing may be skipped for want of a server.
    /// </summary>
    public static string Need(string path)
    {
        if (!File.Exists(path))
        {
            string missing = $"{path} is not installed (apt-get install {Path.GetFileName(path)})";
            if (Environment.GetEnvironmentVariable("NIGHTJAR_ALL_PARTS") is not null)
            {
                Assert.Fail(missing);
            }

            Assert.Skip(missing);
        }

        return path;
    }

    /// <summary>Waits for a line that holds a text; fails the test when the program ends or the time is over first.</summary>
    public Task WaitForLineAsync(string text, TimeSpan within) =>
        RunningServer.UntilAsync(
            () =>
            {
                bool said = _lines.Any(line => line.Contains(text, StringComparison.Ordinal));
                if (!said && _process.HasExited)
                {
                    Assert.Fail($"The program ended before it said '{text}':\n{Output}");
                }

                return Task.FromResult(said);
            },
            $"the line '{text}'",
            within);

    /// <summary>Asks it to end (SIGTERM) and waits.</summary>
    public async Task StopAsync()
    {
        if (!_process.HasExited)
        {
            using Process kill = Process.Start("kill", ["-TERM", _process.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)]);
            await _process.WaitForExitAsync(CancellationToken.None).WaitAsync(TimeSpan.FromSeconds(30));
        }
    }

    /// <summary>Ends it at once (SIGKILL), as a crash would, and what it started: the wait below is for all that hold its output.</summary>
    public void Kill()
    {
        _process.Kill(entireProcessTree: true);
        _process.WaitForExit();
    }

    /// <inheritdoc />
    public void Dispose()
    {
        if (!_process.HasExited)
        {
            Kill();
        }

        _process.Dispose();
    }

    private void Keep(string? line)
    {
        if (line is null)
        {
            return;
        }

        _lines.Enqueue(line);
        while (_lines.Count > KeptLines)
        {
            _lines.TryDequeue(out _);
        }
    }
}
