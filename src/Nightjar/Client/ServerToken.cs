using Nightjar.Server;

namespace Nightjar.Commands.Client;

/// <summary>Finds the token of a server that holds a data directory.</summary>
internal static class ServerToken
{
    /// <summary>The environment variable looked at.</summary>
    public const string Variable = "NIGHTJAR_TOKEN";

    // The server's own way to take its token from the environment; a shell that started it may have it still.
    private const string ServerVariable = "NIGHTJAR_access__token";

    /// <summary>The first of: what was given, the environment, the configuration in the directory. Null when there is none.</summary>
    /// <exception cref="ConfigurationException">The configuration cannot be read.</exception>
    public static string? Find(string directory, string? given) =>
        given ?? Environment.GetEnvironmentVariable(Variable) ?? Environment.GetEnvironmentVariable(ServerVariable) ?? FromConfiguration(directory);

    private static string? FromConfiguration(string directory)
    {
        string path = Path.Combine(directory, ConfigurationFile.DefaultName);
        if (!File.Exists(path))
        {
            return null;
        }

        IReadOnlyDictionary<string, string?> values = ConfigurationFile.Read(path);
        try
        {
            return values.GetValueOrDefault("access:token")
                ?? (values.GetValueOrDefault("access:tokenFile") is { } file ? File.ReadAllText(file).Trim() : null);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new ConfigurationException($"The file of access.tokenFile cannot be read: {failure.Message}", failure);
        }
    }
}
