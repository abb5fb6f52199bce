namespace Nightjar.Server.Ingestion.Host;

/// <summary>A kernel file read anew each round into memory that is kept. Grows to what the file needs, up to a bound.</summary>
internal sealed class ProcFile(string path)
{
    // /proc/net/tcp with 10,000 connections has 1.5 MB; nothing else comes near.
    private const int MostBytes = 4 * 1024 * 1024;

    private readonly byte[] _path = Libc.Path(path);
    private byte[] _buffer = new byte[4096];

    /// <summary>Where it lies.</summary>
    public string Path { get; } = path;

    /// <summary>The content, valid until the next call. False when it cannot be read, which the round is told.</summary>
    public bool TryRead(HostRound round, out ReadOnlySpan<byte> content)
    {
        if (TryRead(out content, out int error))
        {
            return true;
        }

        round.Problem(Path, Libc.Describe(error));
        return false;
    }

    /// <summary>As above, for a file that may be absent without anybody missing it.</summary>
    public bool TryRead(out ReadOnlySpan<byte> content, out int error)
    {
        int read = Libc.Read(_path, _buffer, out error);
        while (read == _buffer.Length && _buffer.Length < MostBytes)
        {
            _buffer = new byte[_buffer.Length * 2];
            read = Libc.Read(_path, _buffer, out error);
        }

        content = read > 0 ? _buffer.AsSpan(0, read) : default;
        return read >= 0;
    }
}
