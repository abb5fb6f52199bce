using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;

namespace Nightjar.EndToEnd.Tests.Api;

/// <summary>The same question to Prometheus 2.42 and to Nightjar, which hold the same samples, must have the same answer.</summary>
public sealed class PrometheusComparisonTests(PrometheusPair pair) : IClassFixture<PrometheusPair>
{
    /// <summary>Times in seconds after the first sample: in the middle, at both ends of the look-back, a millisecond beyond, at stale markers and gaps.</summary>
    private static readonly double[] Instants =
        [-1, 0, 0.007, 7, 300, 359.999, 360, 590, 599.999, 600, 600.001, 650.007, 660, 719.999, 720, 839, 1_000, 1_199, 1_485, 1_485.001, 1_490.007, 1_490.008, 1_500];

    private static readonly string[] Selectors =
    [
        "t_up", "t_up{instance=\"one\"}", "t_up{instance!=\"one\"}", "t_up{instance=~\"o.*|x\"}", "t_up{instance!~\"o.*\"}", "{__name__=~\"t_.+\"}",
        "{job=\"b\"}", "{job=~\".+\",__name__!=\"t_up\"}", "t_up{absent=\"\"}", "t_up{absent!=\"\"}", "t_odd", "t_single", "t:rule", "t_nothing", "(t_up)",
        "t_up offset 1m", "t_up offset 7ms", "t_up offset -5m", "t_up{job=~\"\"}", "t_up{job=~\"[[:alpha:]]\"}", "{__name__=\"t_up\"}",
    ];

    public static TheoryData<string> Queries =>
    [
        .. Selectors, "t_up[1m]", "t_up[5m]", "t_up[1s]", "t_odd[1h]", "t_up[2m] offset 9m", "{job=\"b\"}[10m] offset -1m",
        "1+1", "-2^2", "2^3^2", "-7 % 4", "1/0", "0/0", "-1/0", "1e21", "1e-9", "0x1F", "(1+2)*3", "Inf", "NaN",
    ];

    public static TheoryData<string> RangeQueries => [.. Selectors, "1+1", "1e30", "NaN"];

    public static TheoryData<string> Catalog =>
    [
        "labels", "labels?match[]=t_up", "labels?match[]=t_up&match[]={job=\"b\"}", "label/job/values", "label/__name__/values", "label/instance/values?match[]={job=\"a\"}",
        "label/nothing/values", "series?match[]=t_up", "series?match[]={job=~\".%2B\"}", "series?match[]=t_single&match[]=t_odd", "series?match[]=t_nothing",
    ];

    public static TheoryData<string> Refused =>
    [
        "query", "query?query=", "query?query={}", "query?query=t_up{", "query?query=t_up&time=x", "query?query=t_up[0s]", "query?query=t_up{a=~\"(\"}",
        "query_range?query=t_up&start=0&end=60", "query_range?query=t_up&start=60&end=0&step=15", "query_range?query=t_up&start=0&end=60&step=0",
        "query_range?query=t_up&start=0&end=60&step=-1", "query_range?query=t_up&start=x&end=60&step=1", "query_range?query=t_up[5m]&start=0&end=60&step=15",
        "query_range?query=t_up&start=0&end=11001&step=1", "series", "series?match[]=", "series?match[]={}", "labels?start=x", "label/a-b/values",
    ];

    [Theory]
    [MemberData(nameof(Queries))]
    public async Task Query_AtManyInstants_AnswersAsPrometheus(string query)
    {
        foreach (double instant in Instants)
        {
            await SameAsync($"query?query={Uri.EscapeDataString(query)}&time={Seconds(instant)}");
        }
    }

    [Theory]
    [MemberData(nameof(RangeQueries))]
    public async Task QueryRange_OfManySteps_AnswersAsPrometheus(string query)
    {
        foreach ((double start, double end, string step) in ((double, double, string)[])[(0, 1_600, "15s"), (0.5, 1_600, "7.3"), (-600, 3_000, "5m"), (600, 600, "1"), (599, 601, "0.001")])
        {
            await SameAsync($"query_range?query={Uri.EscapeDataString(query)}&start={Seconds(start)}&end={Seconds(end)}&step={step}");
        }
    }

    [Theory]
    [MemberData(nameof(Catalog))]
    public Task Catalog_ListsSeries_AnswersAsPrometheus(string call) => SameAsync(call);

    [Theory]
    [MemberData(nameof(Refused))]
    public async Task Call_ThatPrometheusRefuses_IsRefusedTheSameWay(string call)
    {
        (HttpClient prometheus, HttpClient nightjar) = await pair.StartAsync();
        (HttpStatusCode status, JsonNode body) = await AskAsync(prometheus, call);
        (HttpStatusCode ourStatus, JsonNode ourBody) = await AskAsync(nightjar, call);

        Assert.Equal((status, (string?)body["status"], (string?)body["errorType"]), (ourStatus, (string?)ourBody["status"], (string?)ourBody["errorType"]));
        Assert.NotEmpty((string?)ourBody["error"] ?? "");
    }

    private async Task SameAsync(string call)
    {
        (HttpClient prometheus, HttpClient nightjar) = await pair.StartAsync();
        (HttpStatusCode status, JsonNode body) = await AskAsync(prometheus, call);
        (HttpStatusCode ourStatus, JsonNode ourBody) = await AskAsync(nightjar, call);
        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Equal((call, status, Canonical(body)), (call, ourStatus, Canonical(ourBody)));
    }

    private string Seconds(double afterBase) =>
        ((pair.BaseMs / 1_000m) + (decimal)afterBase).ToString(CultureInfo.InvariantCulture);

    private static async Task<(HttpStatusCode Status, JsonNode Body)> AskAsync(HttpClient server, string call)
    {
        using HttpResponseMessage answer = await server.GetAsync("/api/v1/" + call, TestContext.Current.CancellationToken);
        string text = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        return (answer.StatusCode, JsonNode.Parse(text) ?? throw new InvalidOperationException(text));
    }

    /// <summary>Numbers as numbers (1.500 is 1.5), a vector's series in the order of their text: Prometheus promises none.</summary>
    private static string Canonical(JsonNode node) => node switch
    {
        JsonObject members => "{" + string.Join(",", members.OrderBy(member => member.Key, StringComparer.Ordinal).Select(member => $"{member.Key}:{Canonical(member.Value!)}")) + "}", // no nulls occur
        JsonArray items when items.All(item => item is JsonObject) => "[" + string.Join(",", items.Select(item => Canonical(item!)).Order(StringComparer.Ordinal)) + "]", // just checked
        JsonArray items => "[" + string.Join(",", items.Select(item => Canonical(item!))) + "]", // no nulls occur
        _ when node.GetValueKind() == System.Text.Json.JsonValueKind.Number => node.GetValue<decimal>().ToString("0.###", CultureInfo.InvariantCulture),
        _ => node.ToJsonString(),
    };
}
