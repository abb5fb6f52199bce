using System.Diagnostics.Metrics;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Nightjar.Server.Access;

/// <summary>Who may come in.</summary>
internal static class AccessStage
{
    /// <exception cref="ConfigurationException">An address needs a token and there is none, or the token cannot be used.</exception>
    public static void AddAccess(this WebApplicationBuilder builder)
    {
        ServerOptions server = builder.Services.Single(service => service.ServiceType == typeof(ServerOptions)).ImplementationInstance as ServerOptions
            ?? throw new InvalidOperationException("The server options are registered before the access stage.");
        AccessToken? token = AccessToken.Read(builder.Configuration.GetSection("access").Get<AccessOptions>() ?? new());
        BindingRule.Check(server, token);

        builder.Services.AddOptions<AccessOptions>().BindConfiguration("access").ValidateDataAnnotations().ValidateOnStart();
        builder.Services.AddSingleton(services =>
        {
            IOptions<AccessOptions> options = services.GetRequiredService<IOptions<AccessOptions>>();
            TimeProvider time = services.GetRequiredService<TimeProvider>();
            WrongTokens wrong = new(time, options.Value.WrongTokensPerMinute, services.GetRequiredService<IMeterFactory>());
            return new AccessGate(token, wrong, options, time);
        });
    }

    public static void UseAccess(this WebApplication app)
    {
        app.Use(OtlpDoor.GuardAsync);
        app.UseMiddleware<AccessGuard>();
        app.MapLogin();
    }
}
