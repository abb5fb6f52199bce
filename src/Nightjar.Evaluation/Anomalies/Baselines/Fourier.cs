using System.Numerics;

namespace Nightjar.Evaluation.Anomalies.Baselines;

/// <summary>The fast Fourier transform of 64 points, in place: "An Algorithm for the Machine Calculation of Complex Fourier Series" (Cooley, Tukey, 1965).</summary>
internal static class Fourier
{
    private const int Length = 64;
    private const int Bits = 6;

    private static readonly Complex[] Roots = [.. Enumerable.Range(0, Length / 2).Select(i => Complex.FromPolarCoordinates(1, -2 * Math.PI * i / Length))];

    private static readonly int[] Reversed = [.. Enumerable.Range(0, Length).Select(i => Enumerable.Range(0, Bits).Sum(bit => ((i >> bit) & 1) << (Bits - 1 - bit)))];

    /// <summary>Transforms; the inverse is divided by the length, so that both together change nothing.</summary>
    public static void Transform(Complex[] points, bool inverse) // hot
    {
        for (int i = 0; i < Length; i++)
        {
            if (Reversed[i] > i)
            {
                (points[i], points[Reversed[i]]) = (points[Reversed[i]], points[i]);
            }
        }

        for (int half = 1; half < Length; half *= 2)
        {
            int stride = Length / (2 * half);
            for (int start = 0; start < Length; start += 2 * half)
            {
                for (int k = 0; k < half; k++)
                {
                    Complex root = inverse ? Complex.Conjugate(Roots[k * stride]) : Roots[k * stride];
                    Complex odd = points[start + k + half] * root;
                    Complex even = points[start + k];
                    points[start + k] = even + odd;
                    points[start + k + half] = even - odd;
                }
            }
        }

        for (int i = 0; inverse && i < Length; i++)
        {
            points[i] /= Length;
        }
    }
}
