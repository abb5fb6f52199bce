using System.Net;

namespace Nightjar.Server.Access;

/// <summary>Nobody outside this machine may connect to a server without a token.</summary>
internal static class BindingRule
{
    /// <exception cref="ConfigurationException">An address is not loopback and there is no token.</exception>
    public static void Check(ServerOptions server, AccessToken? token)
    {
        if (token is not null)
        {
            return;
        }

        (string Option, IPEndPoint? Address)[] doors =
        [
            ("--listen", server.Listen), ("--otlp-grpc", server.OtlpGrpc), ("--otlp-http", server.OtlpHttp),
            ("--syslog-udp", server.SyslogUdp), ("--syslog-tcp", server.SyslogTcp), ("--syslog-tls", server.SyslogTls),
        ];
        foreach ((string option, IPEndPoint? address) in doors)
        {
            if (address is not null && !IPAddress.IsLoopback(address.Address))
            {
                throw new ConfigurationException(
                    $"{option} {address} can be reached from other machines, so it needs a token: write access.token (at least "
                    + $"{AccessOptions.MinTokenCharacters} characters, `openssl rand -hex 32` makes one) or access.tokenFile into "
                    + $"{server.ConfigurationFile ?? Path.Combine(server.DataDirectory, ConfigurationFile.DefaultName)}, "
                    + "or set the environment variable NIGHTJAR_access__token, and give it to senders as `Authorization: Bearer TOKEN`.");
            }
        }
    }
}
