using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Nightjar.Server.Ingestion.Logs.Syslog;

/// <summary>Binds syslog's TCP and TLS doors.</summary>
internal static class SyslogDoors
{
    /// <exception cref="ConfigurationException">There is no usable certificate for TLS.</exception>
    public static void Listen(KestrelServerOptions kestrel, ServerOptions server)
    {
        if (server.SyslogTcp is not null)
        {
            kestrel.Listen(server.SyslogTcp, Take);
        }

        if (server.SyslogTls is not null)
        {
            HttpsConnectionAdapterOptions tls = Tls(kestrel.ApplicationServices.GetRequiredService<IOptions<LogsOptions>>().Value.Syslog, server);
            kestrel.Listen(server.SyslogTls, listen =>
            {
                listen.UseHttps(tls);
                Take(listen);
            });
        }
    }

    private static void Take(ListenOptions listen)
    {
        listen.Protocols = HttpProtocols.Http1; // none is spoken: the handler takes all
        listen.UseConnectionHandler<SyslogConnections>();
    }

    private static HttpsConnectionAdapterOptions Tls(SyslogOptions options, ServerOptions server)
    {
        if (options.Certificate.Length == 0 || options.Key.Length == 0)
        {
            throw new ConfigurationException("--syslog-tls needs a certificate and its key: write the names of their PEM files to ingestion.logs.syslog.certificate and ingestion.logs.syslog.key.");
        }

        string certificate = Path.Combine(server.ConfigurationDirectory, options.Certificate);
        string key = Path.Combine(server.ConfigurationDirectory, options.Key);
        try
        {
            X509Certificate2Collection chain = [];
            chain.ImportFromPemFile(certificate);
            return new HttpsConnectionAdapterOptions { ServerCertificate = X509Certificate2.CreateFromPemFile(certificate, key), ServerCertificateChain = chain };
        }
        catch (Exception failure) when (failure is CryptographicException or IOException or UnauthorizedAccessException)
        {
            throw new ConfigurationException($"The certificate {certificate} with the key {key} (ingestion.logs.syslog) cannot be used: {failure.Message}", failure);
        }
    }
}
