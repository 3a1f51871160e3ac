using ForceOps.Api.Http;
using ForceOps.Api.Faults;
using ForceOps.Api.Findings;
using ForceOps.Api.Journal;
using ForceOps.Api.Settings;
using ForceOps.Postgres.Outage;
using ForceOps.Postgres.Reads;
using ForceOps.Postgres.Webhooks;
using Microsoft.Extensions.Options;

namespace ForceOps.Api.Events.Webhooks;

/// <summary>
/// Runs one worker for every webhook that no other process delivers for. The workers do not depend on each other: a slow or dead
/// receiver slows no other receiver down.
/// </summary>
internal sealed partial class WebhookDispatcher(
    IServiceProvider services, Readiness readiness, IOptions<ForceOpsOptions> options, TimeProvider clock,
    ILogger<WebhookDispatcher> log) : BackgroundService
{
    private readonly TimeSpan _pickUp = options.Value.Webhooks.PickUpInterval;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            while (true)
            {
                if (readiness.IsReady)
                    await PoolThreads.RunAsync(() => DispatchUntilBrokenAsync(stoppingToken));
                await Task.Delay(_pickUp, clock, stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The service stops. The workers have stored their progress.
        }
    }

    private async Task DispatchUntilBrokenAsync(CancellationToken stop)
    {
        try
        {
            // The session is resolved only now, because no database can be reached before the start is finished.
            await using var session = await services.GetRequiredService<WebhookStore>().OpenLockSessionAsync();
            await DispatchAsync(session, services.GetRequiredService<WebhookWorkerFactory>(), stop);
        }
        // No error of the webhooks may end the host: postings go on without webhooks, but webhooks cannot go on without postings.
        catch (Exception error) when (error is not OperationCanceledException)
        {
            LogBroken(error);
        }
    }

    private async Task DispatchAsync(WebhookLockSession session, WebhookWorkerFactory workers, CancellationToken stop)
    {
        var running = new Dictionary<(Guid Org, string Name), RunningWorker>();
        try
        {
            while (true)
            {
                var wanted = await session.ListAsync();
                foreach (var (key, worker) in running.Where(item => item.Value.Task.IsCompleted
                    || wanted.GetValueOrDefault(item.Key) != item.Value.Worker.Version).ToList())
                {
                    await EndAsync(key, worker);
                    running.Remove(key);
                    await session.UnlockAsync(key.Org, key.Name);
                }
                foreach (var key in wanted.Keys.Where(key => !running.ContainsKey(key)))
                {
                    if (!await session.TryLockAsync(key.Org, key.Name))
                        continue;
                    if (await workers.MakeAsync(session, new OrgId(key.Org), key.Name) is { } worker)
                        running.Add(key, RunningWorker.Start(worker));
                    else
                        await session.UnlockAsync(key.Org, key.Name);
                }
                await Task.Delay(_pickUp, clock, stop);
            }
        }
        finally
        {
            // All workers end at the same time, because each may wait for a running request.
            await Task.WhenAll(running.Select(item => EndAsync(item.Key, item.Value)));
        }
    }

    private async Task EndAsync((Guid Org, string Name) key, RunningWorker worker)
    {
        await worker.EndAsync();
        if (worker.Task.Exception is { } error)
            LogWorkerFailed(error.InnerException ?? error, new OrgId(key.Org), CardNumbers.Hide(key.Name)!);
    }

    [LoggerMessage(LogLevel.Warning, "Webhooks lost their connection to the database and begin again")]
    private partial void LogBroken(Exception error);

    [LoggerMessage(LogLevel.Warning, "Webhook {Name} of {Org} failed and begins again")]
    private partial void LogWorkerFailed(Exception error, OrgId org, string name);
}

/// <summary>Makes workers from the stored webhooks.</summary>
internal sealed class WebhookWorkerFactory(
    WebhookStore webhooks, LedgerEvents events, CommitHorizon horizon, WebhookSender sender, WebhookRetries retries, FaultRules faults,
    FindingsObserver observer, IOptions<ForceOpsOptions> options, TimeProvider clock)
{
    /// <summary>Makes the worker of a webhook; null when the webhook was removed meanwhile.</summary>
    internal async Task<WebhookWorker?> MakeAsync(WebhookLockSession session, OrgId org, string name)
    {
        if (await webhooks.FindAsync(org, name) is not { } webhook)
            return null;
        var latest = await webhooks.LatestTriesAsync(webhook);
        return new WebhookWorker(webhook, latest, session, events, horizon, sender, retries, faults, observer, options.Value, clock);
    }
}

/// <summary>Holds a running worker, and ends it.</summary>
internal sealed record RunningWorker(WebhookWorker Worker, Task Task, CancellationTokenSource Stop)
{
    internal static RunningWorker Start(WebhookWorker worker)
    {
        var stop = new CancellationTokenSource();
        return new RunningWorker(worker, PoolThreads.RunAsync(() => worker.RunAsync(stop.Token)), stop);
    }

    /// <summary>Ends the worker and waits for its end. The method throws no exception; <see cref="Task"/> holds the result.</summary>
    internal async Task EndAsync()
    {
        await Stop.CancelAsync();
        await Task.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        Stop.Dispose();
        Worker.Dispose();
    }
}
