using System.Diagnostics;
using System.Net;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Options;
using Nightjar.Server;
using Nightjar.Server.Ingestion.Host;
using Nightjar.Storage;
using HostOptions = Nightjar.Server.Ingestion.Host.HostOptions;

namespace Nightjar.Commands.Serve;

/// <summary>Runs the server until it is told to stop. The only class of the executable that loads it.</summary>
internal static class ServerRun
{
    // Together a second and a half: the report is due within 5 s of the start.
    private const int HostLooks = 30;
    private static readonly TimeSpan HostLook = TimeSpan.FromMilliseconds(50);

    /// <summary>Serves; expected trouble becomes a sentence on standard error and an exit code.</summary>
    public static async Task<int> RunAsync(ServeSettings settings, CancellationToken cancellation)
    {
        if (ServerFile.Read(settings.DataDirectory) is { } other)
        {
            return Say(
                $"{settings.DataDirectory} is served already, at {other.Url} (process {other.ProcessId}). Use that one, stop it, or give another --data DIR.",
                ExitCode.CannotOpen);
        }

        if (Ports.FirstProblem(settings) is { } problem)
        {
            return Say(problem, ExitCode.CannotOpen);
        }

        try
        {
            await using WebApplication app = NightjarServer.Build(Options(settings));
            await ServeAsync(app, settings, cancellation);
            return Fault(app.Services) is { } fault
                ? Say($"Stopped by a fault: {fault} Everything acknowledged is kept; start it again. The log above says where.", ExitCode.Failed)
                : Say("Stopped; everything received is kept.");
        }
        catch (StorageException failure)
        {
            return Say(failure.Message, ExitCode.CannotOpen);
        }
        catch (Exception failure) when (failure is ConfigurationException or OptionsValidationException)
        {
            return Say(failure.Message, ExitCode.Usage);
        }
        catch (IOException failure) when (failure.InnerException is AddressInUseException)
        {
            return Say($"{failure.Message} Stop the other program, or choose another port (nightjar serve --help).", ExitCode.CannotOpen);
        }
        catch (Exception failure) when (failure is UnauthorizedAccessException or IOException)
        {
            return Say($"{settings.DataDirectory} cannot be used: {failure.Message}", ExitCode.CannotOpen);
        }
    }

    private static async Task ServeAsync(WebApplication app, ServeSettings settings, CancellationToken cancellation)
    {
        await app.StartAsync(cancellation);
        TimeProvider time = app.Services.GetRequiredService<TimeProvider>();
        string[] addresses = [.. app.Services.GetRequiredService<IServer>().Features.GetRequiredFeature<IServerAddressesFeature>().Addresses];
        ServerFile.Write(settings.DataDirectory, new RunningServer(addresses[0], Environment.ProcessId, time.GetUtcNow(), NeedsToken(app)));
        try
        {
            await HostSeenAsync(app.Services, time, cancellation);
            StartReport.Write(Console.Out, app.Services, settings, addresses, SinceProcessStart());
            await app.WaitForShutdownAsync(cancellation);
        }
        finally
        {
            ServerFile.Remove(settings.DataDirectory);
        }
    }

    /// <summary>Why a part of the server ended before it was told to: the host stops for it in good order, which must not pass for a wish.</summary>
    private static string? Fault(IServiceProvider services) =>
        services.GetServices<IHostedService>().OfType<BackgroundService>()
            .Where(service => service.ExecuteTask is { IsFaulted: true })
            .Select(service => $"{service.GetType().Name}: {service.ExecuteTask?.Exception?.InnerException?.Message}")
            .FirstOrDefault();

    /// <summary>Waits for the first round over this host, so that the report can say what is watched; a slow one is not waited for.</summary>
    private static async Task HostSeenAsync(IServiceProvider services, TimeProvider time, CancellationToken cancellation)
    {
        if (!services.GetRequiredService<IOptions<HostOptions>>().Value.Enabled)
        {
            return;
        }

        HostStatus host = services.GetRequiredService<HostStatus>();
        using PeriodicTimer look = new(HostLook, time);
        for (int looks = 0; looks < HostLooks && !host.Report.Watching && await look.WaitForNextTickAsync(cancellation); looks++)
        {
        }
    }

    private static bool NeedsToken(WebApplication app) =>
        app.Configuration["access:token"] is { Length: > 0 } || app.Configuration["access:tokenFile"] is { Length: > 0 };

    private static TimeSpan SinceProcessStart()
    {
        using Process self = Process.GetCurrentProcess();
        return TimeProvider.System.GetUtcNow() - self.StartTime.ToUniversalTime();
    }

    private static ServerOptions Options(ServeSettings settings) => new()
    {
        DataDirectory = settings.DataDirectory,
        Listen = EndPoint(settings.Listen) ?? throw new UnreachableException("checked by the command line"),
        OtlpGrpc = EndPoint(settings.OtlpGrpc),
        OtlpHttp = EndPoint(settings.OtlpHttp),
        SyslogUdp = EndPoint(settings.SyslogUdp),
        SyslogTcp = EndPoint(settings.SyslogTcp),
        SyslogTls = EndPoint(settings.SyslogTls),
        ConfigurationFile = settings.ConfigurationFile,
        Settings = settings.Settings,
    };

    private static IPEndPoint? EndPoint(string? text) =>
        text is not null && EndPointText.TryParse(text, out IPEndPoint? endPoint) ? endPoint : null;

    private static int Say(string sentence)
    {
        Console.Out.WriteLine(sentence);
        return ExitCode.Ok;
    }

    private static int Say(string sentence, int code)
    {
        Console.Error.WriteLine(sentence);
        return code;
    }
}
