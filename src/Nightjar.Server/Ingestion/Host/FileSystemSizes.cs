namespace Nightjar.Server.Ingestion.Host;

/// <summary>What a file system holds. Bytes free include those kept for root; bytes available do not. Inodes are 0 where it has none.</summary>
internal readonly record struct FileSystemSizes(double TotalBytes, double FreeBytes, double AvailableBytes, double Inodes, double FreeInodes);
