using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using Nightjar.Server.Configuration;

namespace Nightjar.Server.Detection.Results;

/// <summary>Posts to a server of the user's that takes results. No answer is an exception.</summary>
internal sealed class ReceiverClient(RemoteAuth auth, TimeSpan timeout) : IDisposable
{
    // Enough of an answer for the sentence in the log.
    private const int ShownCharacters = 200;

    private readonly HttpClient _http = new(new SocketsHttpHandler
    {
        UseCookies = false,
        UseProxy = false, // reached directly, as scraped targets are
        PooledConnectionLifetime = TimeSpan.FromMinutes(5), // so that a name that moves is followed
    })
    {
        Timeout = timeout,
        DefaultRequestHeaders = { UserAgent = { new ProductInfoHeaderValue("Nightjar", "0.1") } },
    };

    /// <summary>Posts once.</summary>
    public async Task<ReceiverAnswer> PostAsync(Uri url, HttpContent content, CancellationToken cancellation)
    {
        try
        {
            using HttpRequestMessage request = new(HttpMethod.Post, url) { Content = content };
            request.Headers.Authorization = await auth.ToHeaderAsync(cancellation);
            using HttpResponseMessage answer = await _http.SendAsync(request, cancellation);
            if (answer.IsSuccessStatusCode)
            {
                return default;
            }

            string text = (await answer.Content.ReadAsStringAsync(cancellation)).ReplaceLineEndings(" ").Trim();
            bool mayRetry = answer.StatusCode == HttpStatusCode.TooManyRequests || (int)answer.StatusCode >= 500;
            return new ReceiverAnswer(
                $"it answers {(int)answer.StatusCode} {(text.Length <= ShownCharacters ? text : text[..ShownCharacters])}".TrimEnd(),
                mayRetry,
                answer.Headers.RetryAfter?.Delta);
        }
        catch (Exception failure) when (failure is HttpRequestException or IOException or UnauthorizedAccessException)
        {
            return new ReceiverAnswer(failure.InnerException is SocketException socket ? socket.Message : failure.Message, MayRetry: true);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return new ReceiverAnswer($"it has not answered within {timeout.TotalSeconds:0} s", MayRetry: true);
        }
    }

    /// <inheritdoc />
    public void Dispose() => _http.Dispose();
}
