using System.Text;

namespace Nightjar.Server.Ingestion.Host.Parsing;

/// <summary>A line of <c>/proc/self/mounts</c>.</summary>
internal readonly record struct MountLine(string Device, string Mountpoint, string Type)
{
    /// <summary>Reads a line; blanks and backslashes in names come as octal escapes (<c>\040</c>).</summary>
    public static bool TryParse(ReadOnlySpan<byte> line, out MountLine mount)
    {
        mount = default;
        FieldReader fields = new(line);
        if (!fields.TryNext(out ReadOnlySpan<byte> device) || !fields.TryNext(out ReadOnlySpan<byte> mountpoint)
            || !fields.TryNext(out ReadOnlySpan<byte> type))
        {
            return false;
        }

        mount = new MountLine(Unescape(device), Unescape(mountpoint), Encoding.UTF8.GetString(type));
        return mount.Mountpoint.StartsWith('/');
    }

    private static string Unescape(ReadOnlySpan<byte> field)
    {
        byte[] plain = new byte[field.Length];
        int used = 0;
        for (int i = 0; i < field.Length; i++)
        {
            if (field[i] == '\\' && i + 3 < field.Length && IsOctal(field[i + 1]) && IsOctal(field[i + 2]) && IsOctal(field[i + 3]))
            {
                plain[used++] = (byte)(((field[i + 1] - '0') << 6) | ((field[i + 2] - '0') << 3) | (field[i + 3] - '0'));
                i += 3;
            }
            else
            {
                plain[used++] = field[i];
            }
        }

        return Encoding.UTF8.GetString(plain, 0, used);
    }

    private static bool IsOctal(byte digit) => digit is >= (byte)'0' and <= (byte)'7';
}
