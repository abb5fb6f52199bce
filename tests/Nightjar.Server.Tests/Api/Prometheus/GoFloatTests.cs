using System.Globalization;
using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Nightjar.Server.Api.Prometheus;

namespace Nightjar.Server.Tests.Api.Prometheus;

public sealed class GoFloatTests
{
    // From Go: strconv.AppendFloat(nil, v, 'f' or 'e', -1, 64) with the cut-offs of Prometheus' API.
    [Theory]
    [InlineData(0, "0")]
    [InlineData(-0.0, "-0")]
    [InlineData(1, "1")]
    [InlineData(0.1, "0.1")]
    [InlineData(-1.5, "-1.5")]
    [InlineData(0.000001, "0.000001")]
    [InlineData(0.0000015, "0.0000015")]
    [InlineData(0.0000001, "1e-07")]
    [InlineData(1.5e-10, "1.5e-10")]
    [InlineData(5e-324, "5e-324")]
    [InlineData(1e15, "1000000000000000")]
    [InlineData(123456789012345680, "123456789012345680")]
    [InlineData(1e20, "100000000000000000000")]
    [InlineData(1e21, "1e+21")]
    [InlineData(-1.7976931348623157e308, "-1.7976931348623157e+308")]
    [InlineData(double.NaN, "NaN")]
    [InlineData(double.PositiveInfinity, "+Inf")]
    [InlineData(double.NegativeInfinity, "-Inf")]
    public void Write_KnownValues_AreAsGoWritesThem(double value, string expected) => Assert.Equal(expected, Text(value, GoFloat.Write));

    [Theory]
    [InlineData(1e21, "1000000000000000000000")]
    [InlineData(1e-7, "0.0000001")]
    [InlineData(1.25e-8, "0.0000000125")]
    public void WritePlain_LargeAndSmall_HaveNoExponent(double value, string expected) => Assert.Equal(expected, Text(value, GoFloat.WritePlain));

    [Fact]
    public void Write_AnyNumber_ReadsBackTheSame() =>
        Prop.ForAll(
            ArbMap.Default.GeneratorFor<long>().Select(BitConverter.Int64BitsToDouble).ToArbitrary(),
            value => !double.IsFinite(value)
                || (Same(value, Text(value, GoFloat.Write)) && Same(value, Text(value, GoFloat.WritePlain))))
            .QuickCheckThrowOnFailure();

    private delegate int Writer(double value, Span<byte> target);

    private static string Text(double value, Writer write)
    {
        Span<byte> target = stackalloc byte[GoFloat.MaxLength];
        return Encoding.ASCII.GetString(target[..write(value, target)]);
    }

    private static bool Same(double value, string text) =>
        BitConverter.DoubleToInt64Bits(double.Parse(text, CultureInfo.InvariantCulture)) == BitConverter.DoubleToInt64Bits(value);
}
