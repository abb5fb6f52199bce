using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Nightjar.Storage.Snapshots;
using Nightjar.Storage.State;
using Nightjar.Storage.Telemetry;
using Nightjar.Storage.Telemetry.Logs;

namespace Nightjar.Server;

/// <summary>Opens the stores of the data directory.</summary>
internal static class StorageStage
{
    /// <summary>Opened here and not on first use, so that a directory that cannot be used is said before anything listens.</summary>
    public static void AddStorage(this WebApplicationBuilder builder, TimeProvider time)
    {
        ServerOptions server = builder.Services.Single(service => service.ServiceType == typeof(ServerOptions)).ImplementationInstance as ServerOptions
            ?? throw new InvalidOperationException("The server options are registered before the storage stage.");
        TelemetryStoreOptions options = builder.Configuration.GetSection("storage").Get<TelemetryStoreOptions>() ?? new();
        TelemetryStore store = TelemetryStore.Open(server.DataDirectory, options, time);
        builder.Services.AddSingleton(_ => store); // by factory, so that the container disposes it
        builder.Services.AddSingleton<StorageMaintenance>();
        builder.Services.AddHostedService(services => services.GetRequiredService<StorageMaintenance>());
        LogStore logs = LogStore.Open(server.DataDirectory, builder.Configuration.GetSection("storage:logs").Get<LogStoreOptions>() ?? new(), time);
        builder.Services.AddSingleton(_ => logs);
        StateStore state = StateStore.Open(server.DataDirectory);
        builder.Services.AddSingleton(_ => state);
        builder.Services.AddSingleton(SnapshotStore.Open(server.DataDirectory));
    }
}
