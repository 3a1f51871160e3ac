using ForceOps.Api.Http;
using ForceOps.Api.Settings;
using ForceOps.Postgres.Books;
using ForceOps.Postgres.Outage;
using Microsoft.Extensions.Options;

namespace ForceOps.Api.Hosting;

/// <summary>Removes abandoned books in the background, as long as the ledger is ready.</summary>
internal sealed partial class BookSweeperService(
    IServiceProvider services, Readiness readiness, IOptions<ForceOpsOptions> options, TimeProvider clock,
    ILogger<BookSweeperService> log) : BackgroundService
{
    private readonly SnapshotsOptions _options = options.Value.Snapshots;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            while (true)
            {
                await Task.Delay(_options.SweepInterval, clock, stoppingToken);
                if (readiness.IsReady)
                    await PoolThreads.RunAsync(() => SweepAsync(stoppingToken));
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The service stops; the next process continues where this one ended.
        }
    }

    private async Task SweepAsync(CancellationToken stop)
    {
        try
        {
            // The sweeper is resolved only here: before the start is complete there is no database to connect to.
            var swept = await services.GetRequiredService<BookSweeper>().SweepAsync(_options.SweepAfter, _options.SweepChunk, stop);
            if (swept > 0)
                LogSwept(swept);
        }
        // No error may end the host: abandoned books only take room, and the next sweep tries again.
        catch (Exception error) when (error is not OperationCanceledException)
        {
            LogFailed(error);
        }
    }

    [LoggerMessage(LogLevel.Debug, "{Count} abandoned books were removed")]
    private partial void LogSwept(int count);

    [LoggerMessage(LogLevel.Warning, "Abandoned books could not be removed; the next look tries again")]
    private partial void LogFailed(Exception error);
}
