using System.Collections.Concurrent;
using ForceOps.Api.Faults;
using ForceOps.Api.Findings;
using ForceOps.Api.Settings;
using ForceOps.Postgres.Reads;
using ForceOps.Postgres.Schema;
using ForceOps.Postgres.Webhooks;

namespace ForceOps.Api.Events.Webhooks;

/// <summary>
/// Delivers the events of one webhook while this process holds the webhook's lock. Delivery is at least once: the position is
/// stored after the success, so that a worker that continues after a crash begins with the events that may not have arrived.
/// </summary>
internal sealed class WebhookWorker(
    WebhookRow webhook, IReadOnlyDictionary<EventCursor, WebhookTryRow> latest, WebhookLockSession session, LedgerEvents events,
    CommitHorizon horizon,
    WebhookSender sender, WebhookRetries retries, FaultRules faults, FindingsObserver observer, ForceOpsOptions options,
    TimeProvider clock) : IDisposable
{
    /// <summary>The number of operations that one query reads. Their events fill a part of the window.</summary>
    private const int ReadSize = 100;

    private readonly OrgId _org = new(webhook.Org);
    private readonly IReadOnlySet<EventKind> _kinds = EventTypes.Chosen(webhook.Types.Split(' ', StringSplitOptions.RemoveEmptyEntries));
    private readonly byte[][] _keys = webhook.PreviousSecret is { } previous
        ? [WebhookSecret.KeyOf(webhook.Secret), WebhookSecret.KeyOf(previous)]
        : [WebhookSecret.KeyOf(webhook.Secret)];

    private readonly ConcurrentQueue<WebhookTryRow> _tried = new();
    private readonly SemaphoreSlim _turn = new(options.Webhooks.Concurrency);
    private EventCursor _stored = new(webhook.PositionId, webhook.PositionPart);
    private DateTimeOffset? _failingSince = webhook.FailingSince;
    private int _triesSincePrune;

    private readonly Lock _holding = new();

    /// <summary>The time before which the receiver wants no request. A receiver that is too busy means all of them.</summary>
    private DateTimeOffset _notBefore = DateTimeOffset.MinValue;

    /// <summary>The time of the receiver's 410; null before.</summary>
    private DateTimeOffset? _goneAt;

    internal long Version => webhook.Version;

    internal async Task RunAsync(CancellationToken stop)
    {
        var window = new DeliveryWindow(_stored);
        using var deliveries = CancellationTokenSource.CreateLinkedTokenSource(stop);
        try
        {
            await DeliverAsync(window, deliveries.Token);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // The next worker delivers the interrupted events again.
        }
        catch (ReceiverGoneException)
        {
            // The webhook is switched off below.
        }
        finally
        {
            await deliveries.CancelAsync();
            await window.EndAsync();
        }
        await StoreAsync(window.Position);
        if (_goneAt is { } at)
            await session.SwitchOffAsync(webhook, at);
    }

    public void Dispose() => _turn.Dispose();

    /// <summary>Delivers events until the webhook is changed or removed.</summary>
    private async Task DeliverAsync(DeliveryWindow window, CancellationToken stop)
    {
        var source = new EventSource(
            events, horizon, _org, _stored, options.Events.PollInterval, options.Events.Patience, ReadSize, _kinds);
        do
        {
            var hasMore = window.Count < options.Webhooks.Window && await FillAsync(window, source, stop);
            await window.AdvanceAsync();
            if (!hasMore || window.Count >= options.Webhooks.Window)
                await Task.Delay(options.Events.PollInterval, clock, stop);
        }
        while (_goneAt is null && await StoreAsync(window.Position));
    }

    /// <summary>Puts the next events into the window; returns true when there are more.</summary>
    private async Task<bool> FillAsync(DeliveryWindow window, EventSource source, CancellationToken stop)
    {
        var read = source.Cursor;
        var page = source.Pass(await source.ReadAsync());
        var rules = page.Events.Count == 0 ? OrgFaults.None : await faults.OfAsync(_org);
        foreach (var change in page.Events.Where(IsToDeliver))
        {
            var fault = rules.OfEvents(change);
            window.Add(
                change, () => DeliverAsync(change, fault, stop),
                fault == WebhookFault.Reorder ? () => Task.Delay(options.Faults.ReorderWait, clock, stop) : null);
        }
        if (page.Through > read)
            window.PassTo(page.Through);
        return page.HasMore;
    }

    private bool IsToDeliver(LedgerEvent change) =>
        // An event whose latest try has no next try is already delivered or dead, although the position could not be stored
        // behind it.
        !(latest.TryGetValue(change.Cursor, out var tried) && tried.NextAt is null);

    private async Task DeliverAsync(LedgerEvent change, WebhookFault? fault, CancellationToken stop)
    {
        var earlier = latest.GetValueOrDefault(change.Cursor);
        if (earlier?.NextAt - clock.GetUtcNow() is { } wait && wait > TimeSpan.Zero)
            await Task.Delay(wait, clock, stop);
        var delivery = new Delivery(webhook, change, earlier?.Attempt ?? 0, options.Webhooks.TriesMax);
        if (earlier is null && fault is WebhookFault.Tampered or WebhookFault.Stale or WebhookFault.UnknownType)
            await SendOddAsync(delivery, fault.Value, stop);
        await retries.RunAsync(token => TryAsync(delivery, token), Record, stop);
        // The delivery must not count as over, or the position would pass it.
        if (_goneAt is not null)
            throw new ReceiverGoneException();
        // The second delivery is tried once only, and is recorded only when it arrived. The event has arrived before, so no
        // further try is owed.
        if (fault == WebhookFault.Duplicate && await TryAsync(delivery, stop) is { Error: null } again)
            Record(again, null);
    }

    /// <summary>
    /// Sends the request that a fault asks for before the event itself. It is no try of the event: whatever the receiver answers, the event
    /// comes.
    /// </summary>
    private async Task SendOddAsync(Delivery delivery, WebhookFault fault, CancellationToken stop)
    {
        await _turn.WaitAsync(stop);
        try
        {
            var at = clock.GetUtcNow();
            var (status, _, _) = await sender.SendAsync(webhook.Url, _keys[..1], delivery.Odd(fault), stop);
            if (fault != WebhookFault.UnknownType)
                observer.Saw(_org, delivery.Observed(fault, status, at));
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>
    /// Sends one request. Only the request itself takes one of the concurrent turns, so that an event that waits for its next try
    /// delays no other event.
    /// </summary>
    private async Task<WebhookRetries.Tried> TryAsync(Delivery delivery, CancellationToken stop)
    {
        await _turn.WaitAsync(stop);
        try
        {
            // Another delivery may have been told to wait meanwhile, or that the receiver is gone.
            while (_notBefore - clock.GetUtcNow() is var pause && pause > TimeSpan.Zero)
                await Task.Delay(pause, clock, stop);
            if (_goneAt is not null)
                throw new ReceiverGoneException();
            delivery.Tries++;
            var at = clock.GetUtcNow();
            delivery.FirstAt ??= at;
            var keys = at < webhook.PreviousSecretUntil ? _keys : _keys[..1];
            var (status, error, retryAfter) = await sender.SendAsync(webhook.Url, keys, delivery.Message, stop);
            if (retryAfter is { } asked)
                HoldUntil(clock.GetUtcNow() + asked);
            if (status == StatusCodes.Status410Gone)
                _goneAt ??= at;
            return new WebhookRetries.Tried(delivery, status, error, retryAfter, at);
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>
    /// Holds all deliveries back until the time. A shorter wait does not shorten a longer one: the two answers are of requests that
    /// were under way together, and the later of them need not be the newer word.
    /// </summary>
    private void HoldUntil(DateTimeOffset time)
    {
        lock (_holding)
            _notBefore = time > _notBefore ? time : _notBefore;
    }

    private void Record(WebhookRetries.Tried tried, DateTimeOffset? nextAt)
    {
        var row = tried.Delivery.TryRow((tried.Status, tried.Error), tried.At, nextAt);
        _tried.Enqueue(row);
        WebhookTelemetry.Tried(row);
        if (tried.Delivery.Remarkable(row) is { } remarkable)
            observer.Saw(_org, remarkable);
        _failingSince = row.Dead || row.NextAt is not null ? _failingSince ?? tried.At : null;
    }

    /// <summary>
    /// Stores the position and the tries; false when the webhook was changed or removed, so that this worker no longer delivers
    /// for it.
    /// </summary>
    private async Task<bool> StoreAsync(EventCursor position)
    {
        // The position was read before the tries are taken from the queue. So the tries that the position covers are in this list
        // or were stored earlier.
        var tries = new List<WebhookTryRow>();
        while (_tried.TryDequeue(out var row))
            tries.Add(row);
        if (tries.Count == 0 && position == _stored)
            return true;
        if (!await session.StoreAsync(webhook, position, _failingSince, tries))
            return false;
        _stored = position;
        _triesSincePrune += tries.Count;
        if (_triesSincePrune > options.Webhooks.TriesKept / 4)
        {
            await session.PruneAsync(webhook, options.Webhooks.TriesKept);
            _triesSincePrune = 0;
        }
        return true;
    }
}

/// <summary>Ends the deliveries of a webhook whose receiver answered 410.</summary>
internal sealed class ReceiverGoneException() : Exception("the receiver is gone");
