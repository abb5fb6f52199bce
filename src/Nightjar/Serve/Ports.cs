using System.Net;
using System.Net.Sockets;

namespace Nightjar.Commands.Serve;

/// <summary>
/// Finds a port that cannot be bound before anything is opened, and says which option it belongs to. Kestrel's own refusal stays
/// as the second net for the moment in between.
/// </summary>
internal static class Ports
{
    /// <summary>A sentence about the first end point that cannot be bound, or null.</summary>
    public static string? FirstProblem(ServeSettings settings) =>
        Problem("--listen", settings.Listen, "")
            ?? Problem("--otlp-grpc", settings.OtlpGrpc, ", or --otlp-grpc off")
            ?? Problem("--otlp-http", settings.OtlpHttp, ", or --otlp-http off")
            ?? Problem("--syslog-udp", settings.SyslogUdp, "", ProtocolType.Udp)
            ?? Problem("--syslog-tcp", settings.SyslogTcp, "")
            ?? Problem("--syslog-tls", settings.SyslogTls, "");

    private static string? Problem(string option, string? text, string orOff, ProtocolType protocol = ProtocolType.Tcp)
    {
        if (text is null || !EndPointText.TryParse(text, out IPEndPoint? endPoint) || endPoint.Port == 0)
        {
            return null;
        }

        try
        {
            using Socket probe = new(endPoint.AddressFamily, protocol == ProtocolType.Udp ? SocketType.Dgram : SocketType.Stream, protocol);
            probe.Bind(endPoint);
            if (protocol == ProtocolType.Tcp)
            {
                probe.Listen();
            }

            return null;
        }
        catch (SocketException failure)
        {
            string other = $"{endPoint.Address}:{endPoint.Port + 1}";
            return failure.SocketErrorCode switch
            {
                SocketError.AddressAlreadyInUse =>
                    $"{text} ({option}) is in use by another program. Stop it, or choose another port: {option} {other}{orOff}.",
                SocketError.AccessDenied =>
                    $"{text} ({option}) may not be bound by this user: ports below 1024 need rights. Choose another: {option} {endPoint.Address}:7600{orOff}.",
                SocketError.AddressNotAvailable =>
                    $"{text} ({option}) is no address of this machine. Choose one that is: {option} 127.0.0.1:{endPoint.Port}{orOff}.",
                _ => $"{text} ({option}) cannot be bound: {failure.Message}. Choose another: {option} {other}{orOff}.",
            };
        }
    }
}
