using Microsoft.Extensions.Options;
using Npgsql;

namespace ForceOps.Api.Hosting;

/// <summary>Runs the host from the open port to the exit code.</summary>
internal static partial class HostRun
{
    /// <summary>
    /// Runs the host until it is told to stop. When the port is taken, which is the most common first mistake, the log gets one
    /// line and the exit code is 1.
    /// </summary>
    internal static async Task<int> RunToTheEndAsync(this WebApplication app)
    {
        await using (app)
        {
            try
            {
                await app.StartAsync();
            }
            catch (IOException error)
            {
                LogCannotListen(app.Logger, error.Message);
                // The ledger is being started in the background. Without a stop, its PostgreSQL server would outlive this process.
                await app.StopAsync();
                return 1;
            }
            await app.WaitForShutdownAsync();
        }
        return Environment.ExitCode;
    }

    [LoggerMessage(LogLevel.Critical, "ForceOps cannot start: {Reason}")]
    private static partial void LogCannotListen(ILogger log, string reason);
}

/// <summary>
/// Validates the settings before anything starts. The host validates them too, but then a wrong setting ends in an unhandled
/// exception, where the setting's name is lost between two stack traces.
/// </summary>
internal static partial class SettingsCheck
{
    /// <summary>Returns false when a setting is wrong, after it has logged a line that names the setting.</summary>
    internal static bool AreValid(WebApplication app)
    {
        try
        {
            app.Services.GetRequiredService<IStartupValidator>().Validate();
            _ = new NpgsqlConnectionStringBuilder(app.Configuration.GetConnectionString("Ledger"));
            return true;
        }
        catch (Exception error) when (error is OptionsValidationException or InvalidOperationException)
        {
            LogCannotStart(app.Logger, error.Message);
        }
        catch (ArgumentException error)
        {
            LogCannotStart(app.Logger, $"ConnectionStrings:Ledger is no connection string: {error.Message}");
        }
        return false;
    }

    [LoggerMessage(LogLevel.Critical, "ForceOps cannot start: {Reason}")]
    private static partial void LogCannotStart(ILogger log, string reason);
}
