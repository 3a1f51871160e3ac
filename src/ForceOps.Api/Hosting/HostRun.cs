using Microsoft.Extensions.Options;
using Npgsql;

namespace ForceOps.Api.Hosting;

/// <summary>From the open port to the exit code.</summary>
internal static partial class HostRun
{
    /// <summary>Runs until it is told to stop. A port that is taken, the commonest first mistake, is one line and exit code 1.</summary>
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
                // The ledger is being started in the background; left alone, its server would outlive us.
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
/// Looks at the settings before anything starts. The host validates them too, but then a wrong one ends in an unhandled exception,
/// where its name is lost between two stack traces.
/// </summary>
internal static partial class SettingsCheck
{
    /// <summary>False, and a line in the log that names the setting, when one is wrong.</summary>
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
