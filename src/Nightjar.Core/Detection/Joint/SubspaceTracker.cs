using System.Runtime.InteropServices;

namespace Nightjar.Core.Detection.Joint;

/// <summary>
/// Which directions some quantities usually move in together: the leading components of what they share, followed as it
/// changes, and robust on both ways in: what is learnt is winsorised, and a fit leaves out what does not belong. Not thread-safe; no
/// allocation once all rows are there; 2 p² + 16 p k bytes for p rows: 25 KB with 64.
/// </summary>
/// <remarks>
/// Winsorised correlation: P. J. Huber, Robust Statistics, 1981. Of it the principal components without what each row has of its own, or
/// else a row that shares nothing would be a component (principal axes: H. H. Harman, Modern Factor Analysis, 1960). Components by orthogonal iteration from where they were (G. Golub and
/// C. Van Loan, Matrix Computations, 8.2.4), which costs O(p² k) now and then and, unlike steps of a gradient, has no rate to choose.
/// Fits by iteratively reweighted least squares, as robust subspace tracking does with its norm of order one (J. He, L. Balzano and A. Szlam,
/// Incremental gradient on the Grassmannian for online foreground and background separation, 2012); what is missing is left out of them.
/// </remarks>
public sealed class SubspaceTracker
{
    /// <summary>Most components: a machine does a dozen things at once.</summary>
    public const int MostComponents = 16;

    // One component for each second row: two series that move together need one, and one of their own is none.
    private const int RowsAComponent = 2;

    // One sample counts as at most so many deviations.
    private const double Clip = 4;

    // A residual beyond so many of its usual size pulls the fit no harder than one at it; three rounds are enough to let go of it.
    private const double Huber = 2;
    private const int Rounds = 3;

    // Lengths below it are rounding; and a little keeps a fit of few rows from soaring.
    private const double LeastLength = 1e-9;
    private const double Ridge = 0.05;

    // What a row shares with the others is what the components explained of it last, and a little less: so a row that shares nothing loses the
    // component that was its own within some dozen turns, and two rows keep nearly all of their correlation.
    private const double SharedAgain = 0.95;

    // Without their own variance correlations have components of negative power, none below -1: raised by it, the largest are the largest.
    private const double Shift = 1;

    // A component that joins rows by chance comes and goes: one counts in full from a correlation of 0.7 of two rows on, below 0.4 not at all.
    private const double LeastPower = 0.4;
    private const double FullPower = 0.7;

    private float[] _covariance = [];
    private double[] _loadings = [];
    private double[] _directions = [];
    private double[] _shared = [];

    /// <summary>Rows.</summary>
    public int Rows { get; private set; }

    /// <summary>Components in use.</summary>
    public int Components => Math.Clamp(Rows / RowsAComponent, Math.Min(1, Rows), MostComponents);

    /// <summary>Adds a row that has not moved yet.</summary>
    public void Add()
    {
        Rows++;
        if (_loadings.Length < Rows * MostComponents)
        {
            int rows = Math.Max(RowsAComponent, (Rows - 1) * 2);
            Array.Resize(ref _covariance, rows * (rows + 1) / 2);
            Array.Resize(ref _loadings, rows * MostComponents);
            Array.Resize(ref _directions, rows * MostComponents);
            Array.Resize(ref _shared, rows);
        }

        _shared[Rows - 1] = 1;

        for (int j = 0; j < MostComponents; j++)
        {
            // Any start will do that is not at a right angle to what is looked for.
            _directions[At(Rows - 1, j)] = Math.Cos(((Rows - 1) * (j + 1)) + j);
        }
    }

    /// <summary>A row begins anew, as another quantity.</summary>
    public void Clear(int row)
    {
        for (int other = 0; other < Rows; other++)
        {
            _covariance[Pair(row, other)] = 0;
        }

        _shared[row] = 1;
        _loadings.AsSpan(At(row, 0), MostComponents).Clear();
        _directions.AsSpan(At(row, 0), MostComponents).Clear();
    }

    /// <summary>How a row moves with a component: covariance of the two, the component having variance 1.</summary>
    public double Loading(int row, int component) => _loadings[At(row, component)];

    /// <summary>How many rows' worth of variance a component explains.</summary>
    public double PowerOf(int component)
    {
        double power = 0;
        for (int i = 0; i < Rows; i++)
        {
            power += Loading(i, component) * Loading(i, component);
        }

        return power;
    }

    /// <summary>Which part of the variance of a row the components explain, 0 to 1.</summary>
    public double Explained(int row)
    {
        double total = _covariance[Pair(row, row)];
        double explained = 0;
        for (int j = 0; j < Components; j++)
        {
            explained += Loading(row, j) * Loading(row, j);
        }

        return total > 0 ? Math.Min(1, explained / total) : 0;
    }

    /// <summary>What components of such heights make of a row.</summary>
    public double Expected(int row, ReadOnlySpan<double> heights) // hot
    {
        double expected = 0;
        for (int j = 0; j < Components; j++)
        {
            expected += Loading(row, j) * heights[j];
        }

        return expected;
    }

    /// <summary>Learns one sample of all rows. O(p²).</summary>
    /// <param name="values">In deviations of each row; NaN for what is missing, of which nothing is learnt.</param>
    /// <param name="rates">Of each row: how much of it is new. Of two rows the younger one counts.</param>
    public void Learn(ReadOnlySpan<double> values, ReadOnlySpan<double> rates) // hot
    {
        int at = 0;
        for (int i = 0; i < Rows; i++)
        {
            if (double.IsNaN(values[i]))
            {
                at += i + 1;
                continue;
            }

            double own = Math.Clamp(values[i], -Clip, Clip);
            for (int j = 0; j <= i; j++, at++)
            {
                if (!double.IsNaN(values[j]))
                {
                    double product = own * Math.Clamp(values[j], -Clip, Clip);
                    _covariance[at] += (float)(Math.Max(rates[i], rates[j]) * (product - _covariance[at]));
                }
            }
        }
    }

    /// <summary>Turns the components towards those of the correlations as they are now; each call brings them nearer. O(p² k).</summary>
    public void Turn()
    {
        Span<double> turned = stackalloc double[Rows * MostComponents];
        Span<double> units = stackalloc double[Rows];
        Span<double> shared = stackalloc double[Rows];
        for (int i = 0; i < Rows; i++)
        {
            double variance = _covariance[Pair(i, i)];
            units[i] = variance > 0 ? 1 / Math.Sqrt(variance) : 0;
            shared[i] = _shared[i] * SharedAgain;
            _shared[i] = 0;
        }

        for (int i = 0; i < Rows; i++)
        {
            for (int other = 0; other < Rows; other++)
            {
                double weight = i == other ? Shift + shared[i] : _covariance[Pair(i, other)] * units[i] * units[other];
                for (int j = 0; j < Components; j++)
                {
                    turned[At(i, j)] += weight * _directions[At(other, j)];
                }
            }
        }

        for (int j = 0; j < Components; j++)
        {
            double length = Straighten(turned, j);
            double power = Math.Max(0, length - Shift);
            double weight = power * Math.Clamp((power - LeastPower) / (FullPower - LeastPower), 0, 1);
            for (int i = 0; i < Rows; i++)
            {
                double direction = length > LeastLength ? turned[At(i, j)] : Math.Cos((i * (j + 1)) + j);
                _directions[At(i, j)] = turned[At(i, j)] = direction;
                _shared[i] = Math.Min(1, _shared[i] + (power * direction * direction));
                _loadings[At(i, j)] = direction * Math.Sqrt(weight * _covariance[Pair(i, i)]);
            }
        }
    }

    /// <summary>
    /// The heights of the components that explain a sample best, where what disagrees with all others is not let pull them; and what remains of
    /// each row. O(p k²).
    /// </summary>
    /// <param name="values">As learnt; NaN for what is missing.</param>
    /// <param name="spreads">The usual size of each row's remainder.</param>
    /// <param name="heights">Takes one figure a component, of variance about 1.</param>
    /// <param name="remainders">Takes what is not explained of each row; NaN where it is missing.</param>
    public void Fit(ReadOnlySpan<double> values, ReadOnlySpan<double> spreads, Span<double> heights, Span<double> remainders) // hot
    {
        int k = Components;
        heights.Clear();
        Span<double> products = stackalloc double[MostComponents * MostComponents];
        Span<double> right = heights[..k];
        for (int round = 0; round < Rounds; round++)
        {
            products.Clear();
            right.Clear();
            for (int i = 0; i < Rows; i++)
            {
                if (double.IsNaN(values[i]))
                {
                    continue;
                }

                double off = round == 0 ? 0 : Math.Abs(remainders[i]);
                double weight = off > Huber * spreads[i] ? Huber * spreads[i] / off : 1;
                ReadOnlySpan<double> loadings = _loadings.AsSpan(At(i, 0), k);
                for (int a = 0; a < k; a++)
                {
                    right[a] += weight * loadings[a] * values[i];
                    for (int b = 0; b <= a; b++)
                    {
                        products[At(a, b)] += weight * loadings[a] * loadings[b];
                    }
                }
            }

            for (int a = 0; a < k; a++)
            {
                products[At(a, a)] += Ridge;
            }

            Solve(products, right);
            for (int i = 0; i < Rows; i++)
            {
                remainders[i] = values[i] - Expected(i, heights);
            }
        }
    }

    /// <summary>All that is learnt.</summary>
    public void Save(BinaryWriter writer)
    {
        writer.Write(Rows);
        writer.Write(MemoryMarshal.AsBytes<float>(_covariance.AsSpan(0, Rows * (Rows + 1) / 2)));
        writer.Write(MemoryMarshal.AsBytes<double>(_loadings.AsSpan(0, Rows * MostComponents)));
        writer.Write(MemoryMarshal.AsBytes<double>(_directions.AsSpan(0, Rows * MostComponents)));
        writer.Write(MemoryMarshal.AsBytes<double>(_shared.AsSpan(0, Rows)));
    }

    /// <summary>Takes over what was saved; only before the first row.</summary>
    public void Restore(BinaryReader reader, int mostRows)
    {
        int rows = reader.ReadInt32();
        if (rows < 0 || rows > mostRows)
        {
            throw new InvalidDataException("More rows than there can be.");
        }

        while (Rows < rows)
        {
            Add();
        }

        reader.BaseStream.ReadExactly(MemoryMarshal.AsBytes(_covariance.AsSpan(0, Rows * (Rows + 1) / 2)));
        reader.BaseStream.ReadExactly(MemoryMarshal.AsBytes(_loadings.AsSpan(0, Rows * MostComponents)));
        reader.BaseStream.ReadExactly(MemoryMarshal.AsBytes(_directions.AsSpan(0, Rows * MostComponents)));
        reader.BaseStream.ReadExactly(MemoryMarshal.AsBytes(_shared.AsSpan(0, Rows)));
    }

    private static int At(int row, int component) => (row * MostComponents) + component;

    private static int Pair(int a, int b) => a >= b ? (a * (a + 1) / 2) + b : (b * (b + 1) / 2) + a;

    /// <summary>Makes a column orthogonal to those before it and of length one; its length before that.</summary>
    private double Straighten(Span<double> columns, int j)
    {
        for (int before = 0; before < j; before++)
        {
            double shared = 0;
            for (int i = 0; i < Rows; i++)
            {
                shared += columns[At(i, before)] * columns[At(i, j)];
            }

            for (int i = 0; i < Rows; i++)
            {
                columns[At(i, j)] -= shared * columns[At(i, before)];
            }
        }

        double length = 0;
        for (int i = 0; i < Rows; i++)
        {
            length += columns[At(i, j)] * columns[At(i, j)];
        }

        length = Math.Sqrt(length);
        for (int i = 0; length > LeastLength && i < Rows; i++)
        {
            columns[At(i, j)] /= length;
        }

        return length;
    }

    /// <summary>Solves with a positive definite matrix, of which the lower triangle is given (Cholesky), in place.</summary>
    private static void Solve(Span<double> matrix, Span<double> right) // hot
    {
        for (int a = 0; a < right.Length; a++)
        {
            for (int b = 0; b <= a; b++)
            {
                double sum = matrix[At(a, b)];
                for (int c = 0; c < b; c++)
                {
                    sum -= matrix[At(a, c)] * matrix[At(b, c)];
                }

                matrix[At(a, b)] = a == b ? Math.Sqrt(sum) : sum / matrix[At(b, b)];
            }

            double known = right[a];
            for (int c = 0; c < a; c++)
            {
                known -= matrix[At(a, c)] * right[c];
            }

            right[a] = known / matrix[At(a, a)];
        }

        for (int a = right.Length - 1; a >= 0; a--)
        {
            double known = right[a];
            for (int c = a + 1; c < right.Length; c++)
            {
                known -= matrix[At(c, a)] * right[c];
            }

            right[a] = known / matrix[At(a, a)];
        }
    }
}
