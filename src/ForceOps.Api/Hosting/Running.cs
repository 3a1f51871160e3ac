namespace ForceOps.Api.Hosting;

/// <summary>From the open port to the exit code.</summary>
internal static partial class Running
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
