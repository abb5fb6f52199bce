using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Nightjar.Commands.Serve;

namespace Nightjar.Commands.Client;

/// <summary>Asks the server that holds a data directory.</summary>
internal sealed class ServerClient : IDisposable
{
    private const string Root = "api/nightjar/v1/";

    // It is on this machine: one that does not take a connection in this time is stuck.
    private static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(5);

    private readonly HttpClient _http;
    private readonly string _directory;

    public ServerClient(RunningServer server, string directory, string? token)
    {
        _directory = directory;
        Server = server;

        // No proxy of the environment stands between two programs on one machine. Long statements and checks are ended by the server.
        _http = new HttpClient(new SocketsHttpHandler { UseProxy = false, ConnectTimeout = ConnectTimeout })
        {
            BaseAddress = Reachable(server.Url),
            Timeout = Timeout.InfiniteTimeSpan,
        };
        if (token is not null)
        {
            _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        }
    }

    /// <summary>Who is asked.</summary>
    public RunningServer Server { get; }

    /// <summary>A call that reads.</summary>
    /// <exception cref="CommandException">No answer, or a refusal.</exception>
    public Task<T> GetAsync<T>(string call, JsonTypeInfo<T> type, CancellationToken cancellation) =>
        SendAsync(new HttpRequestMessage(HttpMethod.Get, Root + call), type, cancellation);

    /// <summary>A call that reads what may not be there: then null.</summary>
    /// <exception cref="CommandException">No answer, or a refusal.</exception>
    public async Task<T?> FindAsync<T>(string call, JsonTypeInfo<T> type, CancellationToken cancellation)
        where T : class
    {
        try
        {
            return await SendAsync(new HttpRequestMessage(HttpMethod.Get, Root + call), type, cancellation);
        }
        catch (CommandException failure) when (failure.IsMissing)
        {
            return null;
        }
    }

    /// <summary>A call with content.</summary>
    /// <exception cref="CommandException">No answer, or a refusal.</exception>
    public Task<T> PostAsync<TContent, T>(
        string call, TContent content, JsonTypeInfo<TContent> contentType, JsonTypeInfo<T> type, CancellationToken cancellation) =>
        SendAsync(new HttpRequestMessage(HttpMethod.Post, Root + call) { Content = JsonContent.Create(content, contentType) }, type, cancellation);

    /// <summary>A call without content that makes the server work.</summary>
    /// <exception cref="CommandException">No answer, or a refusal.</exception>
    public Task<T> PostAsync<T>(string call, JsonTypeInfo<T> type, CancellationToken cancellation) =>
        SendAsync(new HttpRequestMessage(HttpMethod.Post, Root + call), type, cancellation);

    /// <summary>A call that sends a file, however large.</summary>
    /// <exception cref="CommandException">No answer, or a refusal.</exception>
    public Task<T> PostFileAsync<T>(string call, Stream content, JsonTypeInfo<T> type, CancellationToken cancellation) =>
        SendAsync(
            new HttpRequestMessage(HttpMethod.Post, Root + call) { Content = new StreamContent(content) { Headers = { ContentType = new MediaTypeHeaderValue("application/octet-stream") } } },
            type,
            cancellation);

    /// <inheritdoc />
    public void Dispose() => _http.Dispose();

    /// <summary>An address that stands for all of the machine is bound, not called.</summary>
    private static Uri Reachable(string url)
    {
        UriBuilder address = new(url);
        address.Host = IPAddress.TryParse(address.Host.Trim('[', ']'), out IPAddress? ip) && (ip.Equals(IPAddress.Any) || ip.Equals(IPAddress.IPv6Any))
            ? ip.Equals(IPAddress.Any) ? "127.0.0.1" : "[::1]"
            : address.Host;
        return address.Uri;
    }

    private async Task<T> SendAsync<T>(HttpRequestMessage request, JsonTypeInfo<T> type, CancellationToken cancellation)
    {
        try
        {
            using (request)
            {
                using HttpResponseMessage answer = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellation);
                if (!answer.IsSuccessStatusCode)
                {
                    throw new CommandException(await ReasonAsync(answer, cancellation), ExitCode.Failed, answer.StatusCode == HttpStatusCode.NotFound);
                }

                return await answer.Content.ReadFromJsonAsync(type, cancellation) ?? throw new JsonException("The answer is null.");
            }
        }
        catch (Exception failure) when (failure is HttpRequestException or JsonException or IOException)
        {
            throw new CommandException(
                $"The server that holds {_directory} ({Server.Url}, process {Server.ProcessId}) does not answer as it should: {failure.Message} Look at its log, or stop it and ask again.",
                ExitCode.Failed);
        }
    }

    private static async Task<string> ReasonAsync(HttpResponseMessage answer, CancellationToken cancellation)
    {
        if (answer.StatusCode == HttpStatusCode.Unauthorized)
        {
            return $"The server that holds the directory wants its token: give --token TOKEN, or set {ServerToken.Variable}.";
        }

        using JsonDocument problem = await JsonDocument.ParseAsync(await answer.Content.ReadAsStreamAsync(cancellation), cancellationToken: cancellation);
        return problem.RootElement.TryGetProperty("detail", out JsonElement detail) && detail.GetString() is { Length: > 0 } sentence
            ? sentence
            : $"The server answers with {(int)answer.StatusCode} {answer.ReasonPhrase}.";
    }
}
