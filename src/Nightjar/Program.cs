using Nightjar.Server;

Microsoft.AspNetCore.Builder.WebApplication app = NightjarServer.Build(new ServerOptions { DataDirectory = "nightjar-data" });
await app.RunAsync();
