using Serilog;
using Serilog.Extensions.Logging;

namespace ForceOps.Api.Hosting;

/// <summary>
/// Adds Serilog to the logging builder. Serilog's ASP.NET Core package does not restore from our package source, and this call is
/// all that we need from it.
/// </summary>
internal static class Logging
{
    internal static void AddLogging(this WebApplicationBuilder builder)
    {
        builder.Logging.ClearProviders();
        var logger = new LoggerConfiguration().ReadFrom.Configuration(builder.Configuration).CreateLogger();
        builder.Logging.AddSerilog(logger, dispose: true);
        // RequestLog logs requests, and ErrorResponses logs failures. As long as this category may log anything, the framework
        // makes a span and a scope for every request. With telemetry on there is a span all the same.
        builder.Logging.AddFilter<SerilogLoggerProvider>("Microsoft.AspNetCore.Hosting.Diagnostics", LogLevel.None);
    }
}
