using System.Net.Http.Headers;
using System.Text;

namespace Nightjar.Server.Ingestion.Prometheus.Scraping;

/// <summary>What a target is shown. A secret in a file is read at each scrape, so that it may be renewed.</summary>
/// <param name="Scheme"><c>Basic</c>, <c>Bearer</c> or what the configuration says.</param>
/// <param name="UserName">For <c>Basic</c>.</param>
/// <param name="Secret">The secret itself, or null.</param>
/// <param name="SecretFile">The file that holds it, or null.</param>
internal sealed record ScrapeAuthorization(string Scheme, string? UserName, string? Secret, string? SecretFile)
{
    /// <summary>The header.</summary>
    public async Task<AuthenticationHeaderValue> ToHeaderAsync(CancellationToken cancellation)
    {
        string secret = Secret ?? (SecretFile is null ? "" : (await File.ReadAllTextAsync(SecretFile, cancellation)).Trim());
        return new AuthenticationHeaderValue(Scheme, UserName is null ? secret : Convert.ToBase64String(Encoding.UTF8.GetBytes($"{UserName}:{secret}")));
    }

    /// <summary>Without the secret: it may end up in a log.</summary>
    public override string ToString() => Scheme;
}
