namespace Nightjar.Server.Detection.Results;

/// <summary>An alert as Alertmanager's API v2 takes it (<c>POST /api/v2/alerts</c>).</summary>
/// <param name="Labels">What it is: equal labels are the same alert.</param>
/// <param name="Annotations">What there is to say of it; may change.</param>
/// <param name="StartsAt">Since when.</param>
/// <param name="EndsAt">Over at or after this time; while it goes on, the time at which it ends unless it is sent again.</param>
/// <param name="GeneratorUrl">Where to look.</param>
internal sealed record Alert(
    IReadOnlyDictionary<string, string> Labels,
    IReadOnlyDictionary<string, string> Annotations,
    DateTimeOffset StartsAt,
    DateTimeOffset EndsAt,
    [property: System.Text.Json.Serialization.JsonPropertyName("generatorURL")] string GeneratorUrl);
