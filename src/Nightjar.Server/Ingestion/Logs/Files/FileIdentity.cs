using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace Nightjar.Server.Ingestion.Logs.Files;

/// <summary>Which file it is, whatever it is named now. Linux only: .NET tells no inode.</summary>
internal readonly record struct FileIdentity(ulong Device, ulong Inode)
{
    // From statx(2), whose layout is the same on every architecture.
    private const int StatxBytes = 256;
    private const int ModeAt = 28;
    private const int InodeAt = 32;
    private const int DeviceMajorAt = 136;
    private const int DeviceMinorAt = 140;
    private const int CurrentDirectory = -100;
    private const int EmptyPath = 0x1000;
    private const uint TypeAndInode = 0x101;
    private const int FileType = 0xF000;
    private const int RegularFile = 0x8000;

    /// <summary>Of a path, through links; null when there is no regular file.</summary>
    public static FileIdentity? Of(string path) => Read(CurrentDirectory, path, 0);

    /// <summary>Of an open file.</summary>
    public static FileIdentity? Of(SafeFileHandle file) => Read(file.DangerousGetHandle().ToInt32(), "", EmptyPath);

    private static FileIdentity? Read(int directory, string path, int flags)
    {
        byte[] answer = new byte[StatxBytes];
        if (Statx(directory, [.. Encoding.UTF8.GetBytes(path), 0], flags, TypeAndInode, answer) != 0
            || (BinaryPrimitives.ReadUInt16LittleEndian(answer.AsSpan(ModeAt)) & FileType) != RegularFile)
        {
            return null;
        }

        ulong device = ((ulong)BinaryPrimitives.ReadUInt32LittleEndian(answer.AsSpan(DeviceMajorAt)) << 32)
            | BinaryPrimitives.ReadUInt32LittleEndian(answer.AsSpan(DeviceMinorAt));
        return new FileIdentity(device, BinaryPrimitives.ReadUInt64LittleEndian(answer.AsSpan(InodeAt)));
    }

    [DllImport("libc", EntryPoint = "statx")]
    private static extern int Statx(int directory, byte[] path, int flags, uint mask, [Out] byte[] answer);
}
