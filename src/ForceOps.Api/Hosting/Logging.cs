using Serilog;
using Serilog.Extensions.Logging;

namespace ForceOps.Api.Hosting;

/// <summary>Serilog on the logging builder: its ASP.NET Core package does not restore from our package source, and this is all we need of it.</summary>
internal static class Logging
{
    internal static void AddLogging(this WebApplicationBuilder builder)
    {
        builder.Logging.ClearProviders();
        var logger = new LoggerConfiguration().ReadFrom.Configuration(builder.Configuration).CreateLogger();
        builder.Logging.AddSerilog(logger, dispose: true);
        // What it says of requests is RequestLog's to say, of failures Refusals'; and as long as it may say anything, it makes a span and a scope for
        // every request. With telemetry on there is a span all the same.
        builder.Logging.AddFilter<SerilogLoggerProvider>("Microsoft.AspNetCore.Hosting.Diagnostics", LogLevel.None);
    }
}
