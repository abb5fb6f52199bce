using System.Text.Json;

namespace Nightjar.Server.Ingestion;

/// <summary>The reasons as label values.</summary>
internal static class RefusalReasonNames
{
    private static readonly string[] Labels =
        [.. Enum.GetNames<RefusalReason>().Select(JsonNamingPolicy.SnakeCaseLower.ConvertName)];

    /// <summary><c>OutOfOrder</c> as <c>out_of_order</c>.</summary>
    public static string ToLabel(this RefusalReason reason) => Labels[(int)reason];
}
