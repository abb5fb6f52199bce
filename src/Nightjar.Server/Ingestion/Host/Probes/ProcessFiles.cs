using System.Globalization;
using System.IO.Enumeration;
using System.Text;

namespace Nightjar.Server.Ingestion.Host.Probes;

/// <summary>Reads <c>/proc/PID</c> with one path and one buffer for all processes.</summary>
internal sealed class ProcessFiles(string proc)
{
    private readonly byte[] _prefix = Encoding.UTF8.GetBytes(proc + "/");
    private readonly byte[] _path = new byte[Encoding.UTF8.GetByteCount(proc) + 32]; // slash, ten digits, the file's name, zero
    private readonly byte[] _buffer = new byte[4096];

    /// <summary>The processes there are; none when the directory cannot be listed.</summary>
    public IEnumerable<int> Ids() =>
        !Directory.Exists(proc)
            ? []
            : new FileSystemEnumerable<int>(
                proc,
                static (ref FileSystemEntry entry) => IdOf(entry.FileName),
                new EnumerationOptions { IgnoreInaccessible = true, AttributesToSkip = 0 })
            {
                ShouldIncludePredicate = static (ref FileSystemEntry entry) => IdOf(entry.FileName) > 0,
            };

    /// <summary>The content of <c>stat</c>, valid until the next call. False when the process has ended.</summary>
    public bool TryReadStat(int id, out ReadOnlySpan<byte> text) => TryRead(id, "/stat"u8, out text);

    /// <summary>A name the kernel has cut, in full where the command line begins with it.</summary>
    public string FullName(int id, ReadOnlySpan<byte> cut)
    {
        string name = Text(cut);
        if (!TryRead(id, "/cmdline"u8, out ReadOnlySpan<byte> command))
        {
            return name;
        }

        int end = command.IndexOf((byte)0);
        ReadOnlySpan<byte> program = end < 0 ? command : command[..end];
        string full = Text(program[(program.LastIndexOf((byte)'/') + 1)..]);
        return full.StartsWith(name, StringComparison.Ordinal) && full.Length <= 128 ? full : name;
    }

    /// <summary>A process may call itself anything: what is no text is shown as question marks.</summary>
    public static string Text(ReadOnlySpan<byte> name)
    {
        string text = Encoding.UTF8.GetString(name).Replace('\uFFFD', '?');
        return text.Any(char.IsControl) ? new string([.. text.Select(letter => char.IsControl(letter) ? '?' : letter)]) : text.Length > 0 ? text : "?";
    }

    private static int IdOf(ReadOnlySpan<char> name) =>
        int.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out int id) ? id : 0;

    private bool TryRead(int id, ReadOnlySpan<byte> file, out ReadOnlySpan<byte> text)
    {
        _prefix.CopyTo(_path, 0);
        _ = id.TryFormat(_path.AsSpan(_prefix.Length), out int digits, default, CultureInfo.InvariantCulture);
        file.CopyTo(_path.AsSpan(_prefix.Length + digits));
        _path[_prefix.Length + digits + file.Length] = 0;
        int read = Libc.Read(_path, _buffer, out int _);
        text = read > 0 ? _buffer.AsSpan(0, read) : default;
        return read > 0;
    }
}
