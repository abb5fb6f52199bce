using System.Net;
using System.Net.Http.Headers;

namespace Nightjar.Benchmarks.Load;

/// <summary>Sends requests on a number of connections, as a Prometheus with as many shards would; each series stays on its connection.</summary>
internal static class RemoteWriteSender
{
    /// <summary>Sends all; requests i, i + n, ... of each round go over connection i, so that every series keeps its order.</summary>
    public static Task SendAsync(HttpClient http, string path, IReadOnlyList<IReadOnlyList<byte[]>> rounds, int connections) =>
        Task.WhenAll(Enumerable.Range(0, connections).Select(async connection =>
        {
            foreach (IReadOnlyList<byte[]> round in rounds)
            {
                for (int i = connection; i < round.Count; i += connections)
                {
                    await SendAsync(http, path, round[i]);
                }
            }
        }));

    /// <summary>Sends one; waits and repeats while the receiver says 503 or 429, as a real sender does.</summary>
    public static async Task SendAsync(HttpClient http, string path, byte[] body)
    {
        while (true)
        {
            using HttpRequestMessage request = new(HttpMethod.Post, path) { Content = new ByteArrayContent(body) };
            request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/x-protobuf");
            request.Content.Headers.ContentEncoding.Add("snappy");
            request.Headers.Add("X-Prometheus-Remote-Write-Version", "0.1.0");
            using HttpResponseMessage answer = await http.SendAsync(request);
            if (answer.StatusCode is HttpStatusCode.ServiceUnavailable or HttpStatusCode.TooManyRequests)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(50));
                continue;
            }

            if (!answer.IsSuccessStatusCode)
            {
                throw new InvalidOperationException($"{(int)answer.StatusCode}: {await answer.Content.ReadAsStringAsync()}");
            }

            return;
        }
    }
}
