using System.Buffers;
using System.Collections;
using System.IO.Hashing;
using System.Text;

namespace Nightjar.Core.Telemetry;

/// <summary>
/// The labels of a series in canonical order: sorted by name (ordinal), no name twice, no empty value (an empty value means
/// "absent", as in Prometheus). Immutable and thread-safe. The metric's name is the label <c>__name__</c>.
/// </summary>
public sealed class Labels : IReadOnlyList<Label>, IEquatable<Labels>
{
    /// <summary>The label that holds the metric's name.</summary>
    public const string MetricName = "__name__";

    // 0xFF occurs in no UTF-8 text, so no two label sets share their canonical bytes.
    private const byte Separator = 0xFF;

    private readonly Label[] _labels;

    private Labels(Label[] sorted)
    {
        _labels = sorted;
        Id = Hash(sorted);
    }

    /// <summary>No labels at all.</summary>
    public static Labels Empty { get; } = new([]);

    /// <summary>XXH3-64 over name 0xFF value 0xFF of each label in order.</summary>
    public SeriesId Id { get; }

    /// <summary>The metric's name, or an empty string.</summary>
    public string Name => this[MetricName] ?? "";

    /// <inheritdoc />
    public int Count => _labels.Length;

    /// <inheritdoc />
    public Label this[int index] => _labels[index];

    /// <summary>The value of a label, or null when it is absent. O(number of labels).</summary>
    public string? this[string name]
    {
        get
        {
            foreach (Label label in _labels)
            {
                if (label.Name == name)
                {
                    return label.Value;
                }
            }

            return null;
        }
    }

    /// <summary>
    /// Sorts and checks. False when a name is empty or occurs twice; labels with an empty value are left out.
    /// </summary>
    public static bool TryCreate(IEnumerable<Label> labels, out Labels result)
    {
        Label[] sorted = [.. labels.Where(label => label.Value.Length > 0).OrderBy(label => label.Name, StringComparer.Ordinal)];
        for (int i = 0; i < sorted.Length; i++)
        {
            if (sorted[i].Name.Length == 0 || (i > 0 && sorted[i].Name == sorted[i - 1].Name))
            {
                result = Empty;
                return false;
            }
        }

        result = new Labels(sorted);
        return true;
    }

    /// <summary>As <see cref="TryCreate"/>, for labels known to be sound.</summary>
    /// <exception cref="ArgumentException">A name is empty or occurs twice.</exception>
    public static Labels Create(params IEnumerable<Label> labels) =>
        TryCreate(labels, out Labels result) ? result : throw new ArgumentException("A label name is empty or occurs twice.", nameof(labels));

    /// <summary>The same labels with another metric name (none when empty).</summary>
    public Labels WithName(string name) => Create(_labels.Where(label => label.Name != MetricName).Append(new Label(MetricName, name)));

    /// <summary>The same labels without one of them.</summary>
    public Labels Without(string name) => Create(_labels.Where(label => label.Name != name));

    /// <inheritdoc />
    public bool Equals(Labels? other) => other is not null && Id == other.Id && _labels.AsSpan().SequenceEqual(other._labels);

    /// <inheritdoc />
    public override bool Equals(object? obj) => Equals(obj as Labels);

    /// <inheritdoc />
    public override int GetHashCode() => Id.GetHashCode();

    /// <summary>As Prometheus writes a series: <c>name{a="1",b="2"}</c>, with backslash, quote and newline escaped.</summary>
    public override string ToString()
    {
        StringBuilder text = new(Name);
        char before = '{';
        foreach (Label label in _labels)
        {
            if (label.Name == MetricName)
            {
                continue;
            }

            text.Append(before).Append(label.Name).Append("=\"")
                .Append(label.Value.Replace("\\", "\\\\", StringComparison.Ordinal)
                    .Replace("\"", "\\\"", StringComparison.Ordinal)
                    .Replace("\n", "\\n", StringComparison.Ordinal))
                .Append('"');
            before = ',';
        }

        return before == ',' ? text.Append('}').ToString() : text.ToString();
    }

    /// <inheritdoc />
    public IEnumerator<Label> GetEnumerator() => ((IEnumerable<Label>)_labels).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private static SeriesId Hash(Label[] sorted)
    {
        int size = 0;
        foreach (Label label in sorted)
        {
            size += Encoding.UTF8.GetMaxByteCount(label.Name.Length) + Encoding.UTF8.GetMaxByteCount(label.Value.Length) + 2;
        }

        byte[] buffer = ArrayPool<byte>.Shared.Rent(size);
        int used = 0;
        foreach (Label label in sorted)
        {
            used += Encoding.UTF8.GetBytes(label.Name, buffer.AsSpan(used));
            buffer[used++] = Separator;
            used += Encoding.UTF8.GetBytes(label.Value, buffer.AsSpan(used));
            buffer[used++] = Separator;
        }

        ulong hash = XxHash3.HashToUInt64(buffer.AsSpan(0, used));
        ArrayPool<byte>.Shared.Return(buffer);
        return new SeriesId(hash);
    }
}
