using System.Runtime.InteropServices;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace Nightjar.Storage;

/// <summary>Makes a rename or a new file durable: on Unix a name is kept by its directory, which must be flushed like a file.</summary>
internal static class DirectorySync
{
    private const int ReadOnly = 0;

    /// <summary>Returns once the directory's entries are on disk. On Windows nothing is needed: NTFS logs names.</summary>
    /// <exception cref="IOException">The disk refused.</exception>
    public static void Flush(string directory)
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        // .NET opens no directories itself.
        int descriptor = open(Encoding.UTF8.GetBytes(directory + '\0'), ReadOnly);
        if (descriptor < 0)
        {
            throw new IOException($"The directory {directory} cannot be opened: error {Marshal.GetLastPInvokeError()}.");
        }

        using SafeFileHandle handle = new(descriptor, ownsHandle: true);
        RandomAccess.FlushToDisk(handle);
    }

    [DllImport("libc", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
#pragma warning disable IDE1006 // The C library's own name.
    private static extern int open(byte[] path, int flags);
#pragma warning restore IDE1006
}
