using ForceOps.Api.Hosting;
using Microsoft.Extensions.Options;
using Polly;
using Polly.Retry;

namespace ForceOps.Api.Events.Webhooks;

/// <summary>When a delivery is tried again: exponential delays with jitter, so that the receivers of many events do not come back all at once.</summary>
internal sealed class WebhookRetries(IOptions<ForceOpsOptions> options, TimeProvider clock)
{
    /// <summary>One try and what became of it.</summary>
    internal sealed record Tried(Delivery Delivery, int? Status, string? Error, DateTimeOffset At);

    /// <summary>Tries until the delivery is over; tells of every try with the time of the next one, null with the last.</summary>
    internal async Task RunAsync(Func<CancellationToken, Task<Tried>> tryOnce, Action<Tried, DateTimeOffset?> tell, CancellationToken cancel)
    {
        var pipeline = Pipeline(tell);
        var last = await pipeline.ExecuteAsync(async (run, token) => await run(token), tryOnce, cancel);
        tell(last, null);
    }

    private ResiliencePipeline<Tried> Pipeline(Action<Tried, DateTimeOffset?> tell) =>
        new ResiliencePipelineBuilder<Tried> { TimeProvider = clock }.AddRetry(new RetryStrategyOptions<Tried>
        {
            // The delivery counts its tries itself, those of a process before this one too.
            MaxRetryAttempts = int.MaxValue,
            Delay = options.Value.Webhooks.RetryDelay,
            MaxDelay = options.Value.Webhooks.RetryDelayMax,
            BackoffType = DelayBackoffType.Exponential,
            UseJitter = true,
            ShouldHandle = args => ValueTask.FromResult(args.Outcome.Result is { } tried && !tried.Delivery.IsOver(tried.Status)),
            OnRetry = args =>
            {
                tell(args.Outcome.Result!, clock.GetUtcNow() + args.RetryDelay);
                return ValueTask.CompletedTask;
            },
        }).Build();
}
