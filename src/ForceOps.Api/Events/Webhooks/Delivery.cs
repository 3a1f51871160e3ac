using System.Diagnostics.Metrics;
using System.Text;
using System.Text.Json.Nodes;
using ForceOps.Api.Faults;
using ForceOps.Api.Journal;
using ForceOps.Api.Settings;
using ForceOps.Findings;
using ForceOps.Postgres.Reads;
using ForceOps.Postgres.Schema;
using ForceOps.Postgres.Writing;
using Microsoft.Extensions.Options;
using Polly;
using Polly.Retry;

namespace ForceOps.Api.Events.Webhooks;

/// <summary>Holds one event that is being delivered to one webhook. Every try sends the same id and bytes.</summary>
internal sealed class Delivery(WebhookRow webhook, LedgerEvent change, int earlierTries, int triesMax)
{
    /// <summary>The type of the event that a fault sends, for which no receiver can have code.</summary>
    private const string UnknownType = "forceops-type-of-tomorrow";

    /// <summary>How old a stale request is: far beyond the five minutes that Standard Webhooks lets a receiver tolerate.</summary>
    private static readonly TimeSpan Stale = TimeSpan.FromHours(1);

    internal int Tries { get; set; } = earlierTries;

    internal byte[] Body { get; } = EventBody.Of(change);

    internal Guid EventId { get; } = EventIds.Of(change);

    internal WebhookMessage Message => new(EventId, Body);

    /// <summary>Returns the request that a fault sends before the event.</summary>
    internal WebhookMessage Odd(WebhookFault fault) => fault switch
    {
        // A space behind the object: whoever does not compare the signature reads it as before.
        WebhookFault.Tampered => Message with { Sent = [.. Body, (byte)' '] },
        WebhookFault.Stale => Message with { Age = Stale },
        WebhookFault.UnknownType => OfUnknownType(),
        WebhookFault.Duplicate or WebhookFault.Reorder => Message,
    };

    /// <summary>Returns the same event with a type that no document names, and an id of its own.</summary>
    private WebhookMessage OfUnknownType()
    {
        var id = EventId.ToByteArray();
        id[^1] ^= 0xFF;
        var body = JsonNode.Parse(Body)!.AsObject();
        (body["event_id"], body["event_type"]) = (new Guid(id).ToString(), UnknownType);
        return new WebhookMessage(new Guid(id), Encoding.UTF8.GetBytes(body.ToJsonString()));
    }

    /// <summary>Returns what findings need to know of the request that a fault sent before the event.</summary>
    internal ObservedDelivery Observed(WebhookFault fault, int? status, DateTimeOffset at) => Observed(status, at) with
    {
        IsTampered = fault == WebhookFault.Tampered,
        IsStale = fault == WebhookFault.Stale,
    };

    internal WebhookTryRow TryRow((int? Status, string? Error) outcome, DateTimeOffset at, DateTimeOffset? nextAt) => new()
    {
        Org = webhook.Org,
        Name = webhook.Name,
        AuthorizationId = change.Cursor.AuthorizationId,
        Part = change.Cursor.Part,
        Run = webhook.Run,
        Attempt = Tries,
        EventId = EventId,
        EventType = EventTypes.Of(change.Kind).Name,
        Status = outcome.Status,
        Error = outcome.Error,
        At = at,
        NextAt = nextAt,
        Dead = !IsDelivered(outcome.Status) && nextAt is null,
    };

    /// <summary>The time of the first try of this process.</summary>
    internal DateTimeOffset? FirstAt { get; set; }

    /// <summary>Returns what findings need to know of a try; null for a usual one, which says nothing about the receiver.</summary>
    internal ObservedDelivery? Remarkable(WebhookTryRow row) => !row.Dead && row.Attempt == 1 ? null : Observed(row.Status, row.At) with
    {
        FirstAt = row.Attempt > 1 ? FirstAt : null,
        IsDead = row.Dead,
    };

    private ObservedDelivery Observed(int? status, DateTimeOffset at) => new()
    {
        Webhook = webhook.Name,
        EventId = EventId.ToString(),
        At = at,
        Status = status,
        Cid = RecordedText.Of(change.Cid),
        TrackingId = RecordedText.Of(change.TrackingId),
        AuthorizationId = change.Authorization?.Id,
    };

    internal bool IsOver(int? status) => IsDelivered(status) || status == StatusCodes.Status410Gone || Tries >= triesMax;

    private static bool IsDelivered(int? status) => status is >= 200 and < 300;
}

/// <summary>
/// Retries deliveries with exponential delays and jitter, so that the deliveries of many events do not all come back at once.
/// </summary>
internal sealed class WebhookRetries(IOptions<ForceOpsOptions> options, TimeProvider clock)
{
    /// <summary>Holds one try and its result.</summary>
    internal sealed record Tried(Delivery Delivery, int? Status, string? Error, TimeSpan? RetryAfter, DateTimeOffset At);

    /// <summary>
    /// Tries until the delivery is over. After every try it calls <paramref name="tell"/> with the time of the next try; null
    /// after the last try.
    /// </summary>
    internal async Task RunAsync(Func<CancellationToken, Task<Tried>> tryOnce, Action<Tried, DateTimeOffset?> tell,
        CancellationToken cancel)
    {
        var pipeline = Pipeline(tell);
        var last = await pipeline.ExecuteAsync(async (run, token) => await run(token), tryOnce, cancel);
        // After a 410 the event is still owed: it is due at once when somebody switches the webhook on again.
        tell(last, last.Status == StatusCodes.Status410Gone ? last.At : null);
    }

    private ResiliencePipeline<Tried> Pipeline(Action<Tried, DateTimeOffset?> tell) =>
        new ResiliencePipelineBuilder<Tried> { TimeProvider = clock }.AddRetry(new RetryStrategyOptions<Tried>
        {
            // The delivery itself counts its tries, including those of an earlier process.
            MaxRetryAttempts = int.MaxValue,
            Delay = options.Value.Webhooks.RetryDelay,
            MaxDelay = options.Value.Webhooks.RetryDelayMax,
            BackoffType = DelayBackoffType.Exponential,
            UseJitter = true,
            // Null: the delay from the settings above. A receiver that names a shorter time does not get requests faster.
            DelayGenerator = args => ValueTask.FromResult(
                args.Outcome.Result?.RetryAfter is { } asked && asked > options.Value.Webhooks.RetryDelay ? asked : (TimeSpan?)null),
            ShouldHandle = args => ValueTask.FromResult(args.Outcome.Result is { } tried && !tried.Delivery.IsOver(tried.Status)),
            OnRetry = args =>
            {
                tell(args.Outcome.Result!, clock.GetUtcNow() + args.RetryDelay);
                return ValueTask.CompletedTask;
            },
        }).Build();
}

/// <summary>Counts the tries of the webhooks in a metric.</summary>
internal static class WebhookTelemetry
{
    private static readonly Meter Meter = new(WriterTelemetry.Name);

    private static readonly Counter<long> Deliveries = Meter.CreateCounter<long>(
        "forceops.webhook.deliveries", "{try}", "Tries to deliver an event: delivered, failed and to be tried again, or dead.");

    internal static void Tried(WebhookTryRow row) => Deliveries.Add(
        1, new KeyValuePair<string, object?>("result", row.Dead ? "dead" : row.NextAt is null ? "delivered" : "failed"));
}
