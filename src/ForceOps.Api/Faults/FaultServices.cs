using ForceOps.Api.Hosting;
using ForceOps.Postgres;

namespace ForceOps.Api.Faults;

/// <summary>Faults: what they need, and where in a request's way they are.</summary>
internal static class FaultServices
{
    internal static void AddFaults(this IServiceCollection services)
    {
        services.AddSingleton<StoredFaultRules>();
        services.AddSingleton<FaultRules>();
        services.AddSingleton<FaultLimits>();
        services.AddSingleton<FaultyAnswers>();
        services.AddSingleton<FaultInjection>();
        services.AddSingleton<EmulatedRoutes>();
    }

    /// <summary>Before every endpoint and every gate, as a gateway that breaks; behind the readiness gate, since rules are in the database.</summary>
    internal static void UseFaults(this WebApplication app)
    {
        var apis = new EmulatedApis(app.Services.GetServices<IDialect>());
        // The services of the request: before the start is through there is no database to make them with.
        app.Use((http, next) => apis.Of(http) is { } api
            ? http.RequestServices.GetRequiredService<FaultInjection>().InvokeAsync(http, next, api)
            : next(http));
    }
}
