using System.Text.Json.Nodes;

namespace Nightjar.EndToEnd.Tests.Api;

/// <summary>Reads a page of a list.</summary>
internal static class PageNodes
{
    public static JsonArray Items(this JsonNode page) => page["items"]!.AsArray(); // every page has them
}
