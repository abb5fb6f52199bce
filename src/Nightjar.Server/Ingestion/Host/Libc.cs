using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;

namespace Nightjar.Server.Ingestion.Host;

/// <summary>
/// The few calls of the C library that read small kernel files and file system figures: without an exception for a process that
/// has just ended, without a string or handle object a file. .NET has no inode counts at all.
/// </summary>
internal static class Libc
{
    private const int ReadOnly = 0;
    private const int CloseOnExec = 0x80000;
    private const int Interrupted = 4;

    // struct statvfs of 64-bit Linux (glibc and musl): eleven 64-bit fields, then spare; room beyond it is left for safety.
    private const int StatvfsBytes = 256;

    /// <summary>A path as the calls want it.</summary>
    public static byte[] Path(string path) => [.. Encoding.UTF8.GetBytes(path), 0];

    /// <summary>Reads a file from its start until it ends or the buffer is full. The bytes read, or -1 with the error's number.</summary>
    public static int Read(byte[] path, Span<byte> buffer, out int error)
    {
        error = 0;
        int file = Open(path, ReadOnly | CloseOnExec);
        if (file < 0)
        {
            error = Marshal.GetLastPInvokeError();
            return -1;
        }

        int used = 0;
        while (used < buffer.Length)
        {
            nint got = Read(file, ref buffer[used], buffer.Length - used);
            if (got < 0)
            {
                error = Marshal.GetLastPInvokeError();
                if (error == Interrupted)
                {
                    continue;
                }

                used = -1;
                break;
            }

            if (got == 0)
            {
                error = 0;
                break;
            }

            used += (int)got;
        }

        _ = Close(file);
        return used;
    }

    /// <summary>Sizes of a mounted file system.</summary>
    public static bool TryStatvfs(byte[] path, out FileSystemSizes sizes, out int error)
    {
        byte[] answer = new byte[StatvfsBytes];
        sizes = default;
        error = 0;
        if (Statvfs(path, answer) != 0)
        {
            error = Marshal.GetLastPInvokeError();
            return false;
        }

        double fragment = Field(answer, 1);
        sizes = new FileSystemSizes(
            fragment * Field(answer, 2), fragment * Field(answer, 3), fragment * Field(answer, 4), Field(answer, 5), Field(answer, 6));
        return true;
    }

    /// <summary>An error's number in words.</summary>
    public static string Describe(int error) => Marshal.GetPInvokeErrorMessage(error);

    private static ulong Field(byte[] answer, int index) =>
        BitConverter.IsLittleEndian
            ? BinaryPrimitives.ReadUInt64LittleEndian(answer.AsSpan(index * 8))
            : BinaryPrimitives.ReadUInt64BigEndian(answer.AsSpan(index * 8));

    [DllImport("libc", EntryPoint = "open", SetLastError = true)]
    private static extern int Open(byte[] path, int flags);

    [DllImport("libc", EntryPoint = "read", SetLastError = true)]
    private static extern nint Read(int file, ref byte buffer, nint count);

    [DllImport("libc", EntryPoint = "close")]
    private static extern int Close(int file);

    [DllImport("libc", EntryPoint = "statvfs", SetLastError = true)]
    private static extern int Statvfs(byte[] path, [Out] byte[] answer);
}
