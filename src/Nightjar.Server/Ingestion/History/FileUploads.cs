namespace Nightjar.Server.Ingestion.History;

/// <summary>Files that are sent here: each is put down in <c>DATA/import</c>, taken in, and removed. What a crash has left there is removed before the next is taken.</summary>
internal sealed class FileUploads
{
    /// <summary>The folder in the data directory.</summary>
    public const string Folder = "import";

    private readonly string _directory;
    private readonly HistoryLane _lane;
    private readonly FileImport _import;

    /// <exception cref="IOException">What is left of before cannot be removed.</exception>
    public FileUploads(ServerOptions server, HistoryLane lane, FileImport import)
    {
        _directory = Path.Combine(server.DataDirectory, Folder);
        _lane = lane;
        _import = import;
        if (Directory.Exists(_directory))
        {
            Directory.Delete(_directory, recursive: true);
        }
    }

    /// <summary>Takes in one file; returns once it is learnt. Others wait for it.</summary>
    /// <param name="content">Its bytes.</param>
    /// <param name="name">Its name for people.</param>
    /// <param name="cancellation">Breaks off; what is stored stays.</param>
    /// <exception cref="HistoryException">It cannot be read.</exception>
    /// <exception cref="IOException">The disk is full or failing, or the sender has gone.</exception>
    public async Task<FileReport> TakeAsync(Stream content, string name, CancellationToken cancellation)
    {
        Directory.CreateDirectory(_directory);
        string path = Path.Combine(_directory, $"{Guid.CreateVersion7():N}");
        try
        {
            await using (FileStream file = File.Create(path))
            {
                await content.CopyToAsync(file, cancellation);
            }

            using (await _lane.TakeTurnAsync(cancellation))
            {
                return await Task.Run(() => _import.RunAsync(path, name, cancellation), cancellation);
            }
        }
        finally
        {
            File.Delete(path);
        }
    }
}
