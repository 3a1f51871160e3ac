namespace ForceOps.Api.Events.Webhooks;

/// <summary>A worker at work, and how to end it.</summary>
internal sealed record RunningWorker(WebhookWorker Worker, Task Task, CancellationTokenSource Stop)
{
    internal static RunningWorker Start(WebhookWorker worker)
    {
        var stop = new CancellationTokenSource();
        return new RunningWorker(worker, Task.Run(() => worker.RunAsync(stop.Token)), stop);
    }

    /// <summary>Waits for its end and throws nothing; how it ended is in <see cref="Task"/>.</summary>
    internal async Task EndAsync()
    {
        await Stop.CancelAsync();
        await Task.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        Stop.Dispose();
        Worker.Dispose();
    }
}
