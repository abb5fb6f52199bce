using Nightjar.Core.Telemetry;

namespace Nightjar.Server.Api.Prometheus;

/// <summary>The order in which Prometheus lists series: name and value of each label in turn, then the shorter first.</summary>
internal sealed class LabelsOrder : IComparer<Labels>
{
    public static LabelsOrder Instance { get; } = new();

    public int Compare(Labels? x, Labels? y)
    {
        if (x is null || y is null)
        {
            return (x is null ? 0 : 1) - (y is null ? 0 : 1);
        }

        for (int i = 0; i < Math.Min(x.Count, y.Count); i++)
        {
            int byName = string.CompareOrdinal(x[i].Name, y[i].Name);
            int order = byName != 0 ? byName : string.CompareOrdinal(x[i].Value, y[i].Value);
            if (order != 0)
            {
                return order;
            }
        }

        return x.Count - y.Count;
    }
}
