using System.Globalization;
using System.Runtime.InteropServices;

namespace Nightjar.Benchmarks.Load;

/// <summary>The line that stands above every result: without it a number says nothing.</summary>
internal static class Machine
{
    public static string Line()
    {
        string model = File.Exists("/proc/cpuinfo")
            ? File.ReadLines("/proc/cpuinfo").FirstOrDefault(line => line.StartsWith("model name", StringComparison.Ordinal))?.Split(':')[1].Trim() ?? "unknown CPU"
            : "unknown CPU";
        double memoryGiB = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / (double)(1 << 30);
        return string.Create(CultureInfo.InvariantCulture,
            $"{TimeProvider.System.GetUtcNow():yyyy-MM-dd}, {Environment.ProcessorCount} cores of {model}, {memoryGiB:0} GiB, {RuntimeInformation.OSDescription}, .NET {Environment.Version}");
    }
}
