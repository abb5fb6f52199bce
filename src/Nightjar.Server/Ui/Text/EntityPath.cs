using Nightjar.Core.Telemetry;

namespace Nightjar.Server.Ui.Text;

/// <summary>The address of an entity's page: its id, each part escaped once more, so that what a slash of a name became stays that.</summary>
public static class EntityPath
{
    /// <summary>The path, to give to <see cref="PageUrl.Link(string, IEnumerable{KeyValuePair{string, string?}})"/>.</summary>
    public static string Of(EntityId id) => "/entities/" + string.Join('/', id.Value.Split('/').Select(Uri.EscapeDataString));

    /// <summary>The last part of an id as a name, for entities that are forgotten.</summary>
    public static string NameOf(EntityId id) => Uri.UnescapeDataString(id.Value.Split('/')[^1]);
}
