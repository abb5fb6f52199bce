using System.Globalization;
using Nightjar.Server.Ingestion.Otlp;

namespace Nightjar.Server.Tests.Ingestion.Otlp;

public sealed class BoundTextTests
{
    [Theory]
    [InlineData(0.005, "0.005")]
    [InlineData(10, "10")]
    [InlineData(0.00001, "0.00001")]
    [InlineData(1.25e-7, "0.000000125")]
    [InlineData(1e15, "1000000000000000")]
    [InlineData(-1.5e16, "-15000000000000000")]
    [InlineData(-0.0, "0")]
    [InlineData(double.PositiveInfinity, "+Inf")]
    [InlineData(1.189207115002721, "1.189207115002721")]
    public void Of_Bound_IsTheShortestDecimal(double bound, string expected) => Assert.Equal(expected, BoundText.Of(bound));

    [Fact]
    public void Of_AnyFiniteBound_ReadsBackAsItself()
    {
        Random random = new(11);
        for (int i = 0; i < 20_000; i++)
        {
            double bound = BitConverter.Int64BitsToDouble(random.NextInt64(long.MinValue, long.MaxValue));
            if (double.IsFinite(bound) && bound != 0)
            {
                string text = BoundText.Of(bound);
                Assert.DoesNotContain('E', text);
                Assert.Equal(bound, double.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture));
            }
        }
    }
}
