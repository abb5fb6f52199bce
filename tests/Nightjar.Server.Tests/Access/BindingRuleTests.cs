using System.Net;
using Nightjar.Server.Access;

namespace Nightjar.Server.Tests.Access;

public sealed class BindingRuleTests
{
    private static readonly IPEndPoint Loopback = new(IPAddress.Loopback, 1);

    [Theory]
    [InlineData("0.0.0.0:7600", null, null, "--listen 0.0.0.0:7600")]
    [InlineData("[::]:7600", null, null, "--listen [::]:7600")]
    [InlineData("127.0.0.1:7600", "192.168.1.5:4317", null, "--otlp-grpc 192.168.1.5:4317")]
    [InlineData("[::1]:7600", null, "10.0.0.1:4318", "--otlp-http 10.0.0.1:4318")]
    public void Check_AddressOthersCanReachWithoutAToken_SaysHowToSetOne(string listen, string? grpc, string? http, string named)
    {
        ServerOptions server = new()
        {
            DataDirectory = "data",
            Listen = IPEndPoint.Parse(listen),
            OtlpGrpc = grpc is null ? null : IPEndPoint.Parse(grpc),
            OtlpHttp = http is null ? null : IPEndPoint.Parse(http),
        };

        string sentence = Assert.Throws<ConfigurationException>(() => BindingRule.Check(server, null)).Message;

        Assert.StartsWith(named, sentence, StringComparison.Ordinal);
        Assert.Contains("access.token", sentence, StringComparison.Ordinal);
        Assert.Contains("nightjar.yaml", sentence, StringComparison.Ordinal);
        BindingRule.Check(server, new AccessToken(GuardedServer.Token));
    }

    [Fact]
    public void Check_LoopbackOnly_NeedsNone() =>
        Assert.Null(Record.Exception(() => BindingRule.Check(new() { DataDirectory = "data", Listen = Loopback, OtlpGrpc = null, OtlpHttp = Loopback }, null)));
}
