namespace Nightjar.Storage.Tests.Telemetry;

/// <summary>A directory of its own for one test, gone with it.</summary>
internal sealed class TemporaryDirectory : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("nightjar-").FullName;

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
