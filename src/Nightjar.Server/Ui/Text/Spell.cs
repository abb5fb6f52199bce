using System.Globalization;
using Nightjar.Core;
using Nightjar.Core.Telemetry;

namespace Nightjar.Server.Ui.Text;

/// <summary>Lengths of time, counts and names in the words of the pages.</summary>
public static class Spell
{
    /// <summary>At most two units: <c>45 s</c>, <c>12 min</c>, <c>2 h 10 min</c>, <c>3 d 4 h</c>.</summary>
    public static string Length(TimeSpan length)
    {
        long seconds = Math.Max(0, (long)length.TotalSeconds);
        return seconds switch
        {
            < 60 => Text($"{seconds} s"),
            < 3_600 => Text($"{seconds / 60} min"),
            < 86_400 => Pair(seconds / 3_600, "h", seconds / 60 % 60, "min"),
            _ => Pair(seconds / 86_400, "d", seconds / 3_600 % 24, "h"),
        };
    }

    /// <summary>How long ago: <c>just now</c>, <c>12 min ago</c>; <c>in 5 s</c> for what lies ahead.</summary>
    public static string Ago(long timeNs, long nowNs)
    {
        TimeSpan ago = TimeSpan.FromTicks((nowNs - timeNs) / Clock.NsPerTick);
        return ago.TotalSeconds switch
        {
            < -2 => $"in {Length(-ago)}",
            < 3 => "just now",
            _ => $"{Length(ago)} ago",
        };
    }

    /// <summary><c>1 anomaly</c>, <c>4 anomalies</c>.</summary>
    public static string Count(long count, string one, string many) => Text($"{count:#,0} {(count == 1 ? one : many)}");

    /// <summary>The time in the viewer's zone: <c>14:03:12</c> today, <c>23 Nov 14:03:12</c> on another day.</summary>
    public static string Time(long timeNs, long nowNs, TimeZoneInfo zone)
    {
        DateTimeOffset time = TimeZoneInfo.ConvertTime(Clock.ToTime(timeNs), zone);
        DateTimeOffset today = TimeZoneInfo.ConvertTime(Clock.ToTime(nowNs), zone);
        string format = time.Date == today.Date ? "HH:mm:ss" : time.Year == today.Year ? "d MMM HH:mm:ss" : "d MMM yyyy HH:mm";
        return time.ToString(format, CultureInfo.InvariantCulture);
    }

    /// <summary>The kind in lower case words: <c>file system</c>.</summary>
    public static string Kind(EntityKind kind) => kind switch
    {
        EntityKind.FileSystem => "file system",
        EntityKind.NetworkInterface => "network interface",
        _ => kind.ToString().ToLowerInvariant(),
    };

    /// <summary>The kind as a heading for many: <c>File systems</c>.</summary>
    public static string Kinds(EntityKind kind) => kind switch
    {
        EntityKind.Process => "Processes",
        EntityKind.FileSystem => "File systems",
        EntityKind.NetworkInterface => "Network interfaces",
        EntityKind.Other => "Others",
        _ => kind + "s",
    };

    /// <summary>The severity in lower case.</summary>
    public static string Severity(Severity severity) => severity.ToString().ToLowerInvariant();

    private static string Pair(long count, string unit, long rest, string restUnit) =>
        rest == 0 ? Text($"{count} {unit}") : Text($"{count} {unit} {rest} {restUnit}");

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
