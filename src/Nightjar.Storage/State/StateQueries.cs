namespace Nightjar.Storage.State;

/// <summary>Filters as conditions on the indexed columns.</summary>
internal static class StateQueries
{
    public static IQueryable<AnomalyRow> Matching(IQueryable<AnomalyRow> rows, AnomalyFilter filter)
    {
        if (filter.Range is { } range)
        {
            rows = rows.Where(row => row.StartNs <= range.ToNs && (row.EndNs == null || row.EndNs >= range.FromNs));
        }

        if (filter.Entity is { } entity)
        {
            rows = rows.Where(row => row.Entity == entity.Value);
        }

        if (filter.Series is { } series)
        {
            long seriesId = unchecked((long)series.Value);
            rows = rows.Where(row => row.SeriesId == seriesId);
        }

        return filter.OpenOnly ? rows.Where(row => row.EndNs == null) : rows;
    }

    public static IQueryable<IncidentRow> Matching(IQueryable<IncidentRow> rows, IncidentFilter filter)
    {
        if (filter.Range is { } range)
        {
            rows = rows.Where(row => row.StartNs <= range.ToNs && (row.ResolvedNs == null || row.ResolvedNs >= range.FromNs));
        }

        if (filter.Entity is { } entity)
        {
            rows = rows.Where(row => row.Entity == entity.Value);
        }

        if (filter.States.Count == 0)
        {
            return rows;
        }

        List<string> states = [.. filter.States.Select(state => state.ToString())];
        return rows.Where(row => states.Contains(row.State));
    }
}
