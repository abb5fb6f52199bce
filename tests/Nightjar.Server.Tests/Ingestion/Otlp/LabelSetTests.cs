using Google.Protobuf;
using Nightjar.Core.Telemetry;
using Nightjar.Server.Ingestion.Otlp;
using Nightjar.Server.Ingestion.Otlp.Wire;

namespace Nightjar.Server.Tests.Ingestion.Otlp;

public sealed class LabelSetTests
{
    [Theory]
    [InlineData("name", "name")]
    [InlineData("host.name", "host_name")]
    [InlineData("name (of the host)", "name_of_the_host_")]
    [InlineData("2 cents", "key_2_cents")]
    [InlineData("__name__", "_name_")]
    [InlineData("_name", "_name")]
    [InlineData("größe", "gr_e")]
    [InlineData("", "")]
    public void NameOf_Attribute_IsALegalLabelName(string attribute, string expected) => Assert.Equal(expected, LabelSet.NameOf(attribute));

    [Fact]
    public void Of_NamesThatCollide_JoinsTheirValuesInTheOrderOfTheOriginalNames() =>
        Assert.Equal(
            [new Label("http_code", "a;b;c")],
            LabelSet.Of([OtlpBench.Text("http_code", "c"), OtlpBench.Text("http.code", "b"), OtlpBench.Text("http-code", "a")]));

    [Fact]
    public void Of_AttributesWithoutNameOrValue_AreNoLabels() =>
        Assert.Equal(
            [new Label("a", "1")],
            LabelSet.Of([OtlpBench.Text("", "x"), OtlpBench.Text("b", ""), new KeyValue { Key = "c" }, OtlpBench.Text("a", "1")]));

    [Fact]
    public void Of_OneNameTwice_TakesTheFirst() =>
        Assert.Equal([new Label("a", "1")], LabelSet.Of([OtlpBench.Text("a", "1"), OtlpBench.Text("a", "2")]));

    [Fact]
    public void Of_ValuesThatAreNoText_AreWrittenAsJsonWritesThem()
    {
        AnyValue list = new() { ArrayValue = new ArrayValue { Values = { new AnyValue { IntValue = 1 }, new AnyValue { StringValue = "x" }, new AnyValue() } } };
        AnyValue map = new() { KvlistValue = new KeyValueList { Values = { new KeyValue { Key = "k", Value = new AnyValue { DoubleValue = 0.5 } } } } };

        Assert.Equal("-7", AttributeText.Of(new AnyValue { IntValue = -7 }));
        Assert.Equal("true", AttributeText.Of(new AnyValue { BoolValue = true }));
        Assert.Equal("2.5", AttributeText.Of(new AnyValue { DoubleValue = 2.5 }));
        Assert.Equal("AQI=", AttributeText.Of(new AnyValue { BytesValue = ByteString.CopyFrom(1, 2) }));
        Assert.Equal("[1,\"x\",null]", AttributeText.Of(list));
        Assert.Equal("{\"k\":0.5}", AttributeText.Of(map));
    }
}
