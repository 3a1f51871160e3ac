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
        // It only says that requests begin and end, which RequestLog does; while it may say anything it makes a span and a scope for every one.
        builder.Logging.AddFilter<SerilogLoggerProvider>("Microsoft.AspNetCore.Hosting.Diagnostics", LogLevel.None);
    }
}
