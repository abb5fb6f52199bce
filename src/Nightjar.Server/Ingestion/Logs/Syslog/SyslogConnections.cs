using System.Buffers;
using System.Net;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Nightjar.Core.Telemetry;
using Nightjar.Storage.Telemetry.Logs;

namespace Nightjar.Server.Ingestion.Logs.Syslog;

/// <summary>
/// Syslog over TCP and TLS. What a connection sent is read on only when it is durable: a sender faster than the disk is held back by TCP itself.
/// </summary>
internal sealed partial class SyslogConnections(
    LogDoor door, IOptions<LogsOptions> options, IHostApplicationLifetime lifetime, TimeProvider time, ILogger<SyslogConnections> log) : ConnectionHandler
{
    /// <summary>The name of syslog among the sources.</summary>
    public const string Source = "syslog";

    // Room for the longest message with its length, and some thousand usual ones for one commit.
    private const int BufferBytes = 256 * 1024;

    private static readonly TimeSpan ComeAgain = TimeSpan.FromSeconds(1);

    private readonly SyslogOptions _options = options.Value.Syslog;
    private int _open;

    /// <inheritdoc />
    public override async Task OnConnectedAsync(ConnectionContext connection)
    {
        byte[] buffer = ArrayPool<byte>.Shared.Rent(BufferBytes);
        try
        {
            if (Interlocked.Increment(ref _open) > _options.MaxConnections)
            {
                LogTooMany(connection.RemoteEndPoint, _options.MaxConnections);
                return;
            }

            await ReadAsync(connection.Transport.Input.AsStream(), buffer);
        }
        catch (Exception failure) when (failure is IOException or OperationCanceledException or TimeoutException)
        {
            LogEnded(failure, connection.RemoteEndPoint);
        }
        finally
        {
            Interlocked.Decrement(ref _open);
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <summary>Reads a connection to its end.</summary>
    internal async Task ReadAsync(Stream connection, byte[] buffer)
    {
        LogLines lines = new(door.Streams, Labels.Empty, Source, Source);
        SyslogFramer framer = new(_options.MaxMessageBytes);
        int used = 0;
        for (bool isEnd = false; !isEnd;)
        {
            int got = await connection.ReadAsync(buffer.AsMemory(used), lifetime.ApplicationStopping)
                .AsTask().WaitAsync(_options.IdleTimeout, time, lifetime.ApplicationStopping);
            isEnd = got == 0;
            used += got;

            // Refused as a whole: the same bytes come again.
            SyslogFramer begun = framer;
            int left;
            while (((framer, left) = await WriteAsync(begun, lines, buffer.AsMemory(0, used), isEnd)).left < 0)
            {
                await Task.Delay(ComeAgain, time, lifetime.ApplicationStopping);
            }

            buffer.AsSpan(used - left, left).CopyTo(buffer);
            used = left;
        }
    }

    /// <summary>Makes the whole messages durable. How many bytes are left, or less than 0 when nothing was taken.</summary>
    private async Task<(SyslogFramer Framer, int Left)> WriteAsync(SyslogFramer framer, LogLines lines, ReadOnlyMemory<byte> bytes, bool isEnd)
    {
        LogBatch batch = new();
        Refusals refusals = new();
        int left = Add(ref framer, lines, bytes.Span, isEnd, batch, refusals);
        if (batch.Count == 0)
        {
            batch.Dispose();
            return (framer, left);
        }

        LogOutcome written = await door.WriteAsync(batch, Source, refusals, lifetime.ApplicationStopping);
        return (framer, written.Outcome == WriteOutcome.Durable ? left : -1);
    }

    private int Add(ref SyslogFramer framer, LogLines lines, ReadOnlySpan<byte> bytes, bool isEnd, LogBatch batch, Refusals refusals)
    {
        long nowNs = time.NowNs();
        int cutBefore = framer.Cut;
        while (framer.TryRead(ref bytes, isEnd, out ReadOnlySpan<byte> message))
        {
            lines.Add(message, nowNs, default, batch);
        }

        if (framer.Cut > cutBefore)
        {
            refusals.Add(RefusalReason.TooLarge, framer.Cut - cutBefore, () => $"a message is longer than {_options.MaxMessageBytes} bytes (ingestion.logs.syslog.maxMessageBytes); its end was cut off");
        }

        return bytes.Length;
    }

    [LoggerMessage(EventId = 1631, Level = LogLevel.Warning, Message = "A syslog connection from {Peer} was closed at once: {Most} are open (ingestion.logs.syslog.maxConnections).")]
    private partial void LogTooMany(EndPoint? peer, int most);

    [LoggerMessage(EventId = 1632, Level = LogLevel.Debug, Message = "The syslog connection from {Peer} ended.")]
    private partial void LogEnded(Exception failure, EndPoint? peer);
}
