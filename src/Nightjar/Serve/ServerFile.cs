using System.Diagnostics;
using System.Text.Json;

namespace Nightjar.Commands.Serve;

/// <summary>
/// <c>DATA/server.json</c>: who serves the directory and where it answers. Written while serving, removed at stop. One left behind
/// by a crash is told by its process being gone.
/// </summary>
internal static class ServerFile
{
    private const string Name = "server.json";

    /// <summary>Writes the file beside and renames it, so that a reader never sees half of it.</summary>
    public static void Write(string directory, RunningServer server)
    {
        string path = Path.Combine(directory, Name);
        string beside = path + ".new";
        File.WriteAllBytes(beside, JsonSerializer.SerializeToUtf8Bytes(server, CommandJson.Default.RunningServer));
        File.Move(beside, path, overwrite: true);
    }

    /// <summary>Removes the file.</summary>
    public static void Remove(string directory) => File.Delete(Path.Combine(directory, Name));

    /// <summary>The server that holds the directory, or null when none does.</summary>
    public static RunningServer? Read(string directory)
    {
        try
        {
            using FileStream file = File.OpenRead(Path.Combine(directory, Name));
            RunningServer? server = JsonSerializer.Deserialize(file, CommandJson.Default.RunningServer);
            return server is not null && IsAlive(server) ? server : null;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or JsonException)
        {
            return null; // no file, or none that can be read: nobody known to serve
        }
    }

    /// <summary>A process of that id that began no later than the file says: an id used anew by another program began after it.</summary>
    private static bool IsAlive(RunningServer server)
    {
        try
        {
            using Process process = Process.GetProcessById(server.ProcessId);
            return process.StartTime.ToUniversalTime() <= server.Started.UtcDateTime.AddSeconds(1);
        }
        catch (Exception failure) when (failure is ArgumentException or InvalidOperationException or System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }
}
