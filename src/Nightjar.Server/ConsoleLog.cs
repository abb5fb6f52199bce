using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Console;

namespace Nightjar.Server;

/// <summary>The log on standard error: one line an event, warnings and above, so that what is there is worth reading.</summary>
internal static class ConsoleLog
{
    /// <summary>Levels can be changed in the configuration section <c>logging:logLevel</c>, as in any .NET program.</summary>
    public static void AddConsoleLog(this WebApplicationBuilder builder)
    {
        builder.Logging.ClearProviders();
        builder.Logging.SetMinimumLevel(LogLevel.Warning);

        // The keys that protect a page's way from its first paint to its circuit rest unencrypted in the data directory (UiStage),
        // which is guarded by the file system; the warning would greet every new user.
        builder.Logging.AddFilter("Microsoft.AspNetCore.DataProtection", LogLevel.Error);

        // Its first check compares with a clock that began at zero and so reports the machine's uptime as a stall.
        builder.Logging.AddFilter("Orleans.Runtime.Watchdog", LogLevel.Error);

        // Its warnings are advice about the garbage collector, which this program has chosen on purpose (docs/decisions/009).
        builder.Logging.AddFilter("Orleans.Runtime.Silo", LogLevel.Error);
        builder.Logging.AddConfiguration(builder.Configuration.GetSection("logging"));
        builder.Logging.AddSimpleConsole(console =>
        {
            console.SingleLine = true;
            console.UseUtcTimestamp = true;
            console.TimestampFormat = "yyyy-MM-ddTHH:mm:ssZ ";
        });
        builder.Services.Configure<ConsoleLoggerOptions>(console => console.LogToStandardErrorThreshold = LogLevel.Trace);
    }
}
