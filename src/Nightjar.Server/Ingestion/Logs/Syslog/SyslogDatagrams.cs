using System.Net.Sockets;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Nightjar.Core.Telemetry;
using Nightjar.Storage.Telemetry.Logs;

namespace Nightjar.Server.Ingestion.Logs.Syslog;

/// <summary>Syslog over UDP, a message a datagram. Nobody can be told to come again: what the door refuses is lost and counted; what the kernel's buffer cannot hold it counts itself.</summary>
internal sealed partial class SyslogDatagrams(LogDoor door, ServerOptions server, TimeProvider time, ILogger<SyslogDatagrams> log) : BackgroundService
{
    // A datagram has no more.
    private const int MostBytes = 65_536;

    // What waits in the kernel while a commit is under way; it grants what net.core.rmem_max allows.
    private const int KernelBytes = 8 * 1024 * 1024;

    private const int BatchLines = 10_000;

    private Socket? _socket;

    /// <inheritdoc />
    public override Task StartAsync(CancellationToken cancellationToken)
    {
        if (server.SyslogUdp is { } address)
        {
            try
            {
                _socket = new Socket(address.AddressFamily, SocketType.Dgram, ProtocolType.Udp) { ReceiveBufferSize = KernelBytes };
                _socket.Bind(address);
            }
            catch (SocketException failure)
            {
                throw new ConfigurationException($"--syslog-udp {address} cannot be bound: {failure.Message}", failure);
            }
        }

        return base.StartAsync(cancellationToken);
    }

    /// <inheritdoc />
    public override void Dispose()
    {
        _socket?.Dispose();
        base.Dispose();
    }

    /// <inheritdoc />
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (_socket is null)
        {
            return;
        }

        LogLines lines = new(door.Streams, Labels.Empty, SyslogConnections.Source, SyslogConnections.Source);
        byte[] buffer = new byte[MostBytes];
        while (!stoppingToken.IsCancellationRequested)
        {
            LogBatch batch = new();
            try
            {
                do
                {
                    int got = await _socket.ReceiveAsync(buffer, stoppingToken);
                    Add(buffer.AsSpan(0, got), lines, batch);
                }
                while (batch.Count < BatchLines && _socket.Available > 0);
            }
            catch (SocketException failure)
            {
                LogReceiveFailed(failure); // of one datagram; the next is received
            }

            if (batch.Count > 0)
            {
                await door.WriteAsync(batch, SyslogConnections.Source, new Refusals(), stoppingToken);
            }
            else
            {
                batch.Dispose();
            }
        }
    }

    private void Add(ReadOnlySpan<byte> datagram, LogLines lines, LogBatch batch) =>
        lines.Add(datagram.TrimEnd("\r\n\0"u8), time.NowNs(), default, batch);

    [LoggerMessage(EventId = 1633, Level = LogLevel.Warning, Message = "A syslog datagram could not be received.")]
    private partial void LogReceiveFailed(Exception failure);
}
