using Serilog;
using Serilog.Events;
using Serilog.Settings.Configuration;
using Serilog.Sinks.SystemConsole.Themes;

namespace ForceOps.Api.Hosting;

/// <summary>Makes Serilog the host's logger.</summary>
internal static class Logging
{
    /// <summary>
    /// Messages with which the framework prints the stack trace of a failed start. <see cref="HostRun"/> says the reason in one line.
    /// </summary>
    private static readonly string[] StackTraces = ["Hosting failed to start", "Unable to start Kestrel."];

    /// <summary>Returns what is wrong with the settings of the log; null when nothing is.</summary>
    internal static string? AddLogging(this WebApplicationBuilder builder)
    {
        string? problem = null;
        var settings = new LoggerConfiguration();
        try
        {
            // Named sinks: to look for them in all assemblies costs every start a tenth of a second.
            settings.ReadFrom.Configuration(builder.Configuration, new ConfigurationReaderOptions(
                typeof(ConsoleLoggerConfigurationExtensions).Assembly, typeof(FileLoggerConfigurationExtensions).Assembly));
        }
        catch (Exception error) when (error is InvalidOperationException or FormatException or ArgumentException)
        {
            problem = $"a setting below Serilog is wrong: {error.Message.Split('\n')[0]}";
            settings = new LoggerConfiguration().WriteTo.Console();
        }
        settings.Filter.ByExcluding(
            line => line.Level >= LogEventLevel.Error && StackTraces.Contains(line.MessageTemplate.Text, StringComparer.Ordinal));
        // RequestLog logs requests, and ErrorResponses logs failures. As long as this category may log anything, the framework
        // makes a span and a scope for every request. With telemetry on there is a span all the same.
        settings.MinimumLevel.Override("Microsoft.AspNetCore.Hosting.Diagnostics", LevelAlias.Off);
        // Not UseSerilog: its logger factory remembers no logger, and the framework asks for one with every answer that a route gives.
        // That is half a kilobyte a request. The framework's own factory remembers, and lets everything pass to Serilog's levels.
        builder.Logging.ClearProviders().SetMinimumLevel(LogLevel.Trace).AddSerilog(settings.CreateLogger(), dispose: true);
        return problem;
    }
}

/// <summary>
/// Colours the log by its level alone, with the four colours of a terminal that can be read on black and on white. Everything else
/// has the terminal's own colour: Serilog's default theme writes white, which nobody sees on a light terminal.
/// </summary>
internal static class ConsoleColours
{
    private const string Plain = "";
    private const string Red = "\x1b[31m";
    private const string Magenta = "\x1b[35m";

    /// <summary>The theme that appsettings.json names. NO_COLOR turns colours off (no-color.org).</summary>
    public static ConsoleTheme Theme => Environment.GetEnvironmentVariable("NO_COLOR") is { Length: > 0 } ? ConsoleTheme.None : ByLevel;

    private static AnsiConsoleTheme ByLevel { get; } = new(
        Enum.GetValues<ConsoleThemeStyle>().Distinct().ToDictionary(style => style, style => style switch
        {
            ConsoleThemeStyle.LevelError or ConsoleThemeStyle.LevelFatal => Red,
            ConsoleThemeStyle.LevelWarning => Magenta,
            _ => Plain,
        }));
}
