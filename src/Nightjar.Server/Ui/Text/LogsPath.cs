using Nightjar.Core.Telemetry;

namespace Nightjar.Server.Ui.Text;

/// <summary>The search that finds the lines of an entity.</summary>
public static class LogsPath
{
    /// <summary>As it stands in the search box. A machine's lines are those of all programs on it, whose entities are others.</summary>
    public static string SearchOf(EntityId id) =>
        id.Value.StartsWith("host/", StringComparison.Ordinal) ? $"host:\"{EntityPath.NameOf(id)}\"" : $"entity:\"{id.Value}\"";
}
