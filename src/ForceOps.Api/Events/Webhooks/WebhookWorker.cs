using System.Collections.Concurrent;
using ForceOps.Api.Faults;
using ForceOps.Api.Settings;
using ForceOps.Postgres.Reads;
using ForceOps.Postgres.Schema;
using ForceOps.Postgres.Webhooks;

namespace ForceOps.Api.Events.Webhooks;

/// <summary>
/// Delivers the events of one webhook while this process holds its lock. At least once: the position is stored after the success,
/// so that whoever goes on after a crash begins with what may not have arrived.
/// </summary>
internal sealed class WebhookWorker(
    WebhookRow webhook, IReadOnlyDictionary<EventCursor, WebhookTryRow> latest, WebhookLockSession session, LedgerEvents events, CommitHorizon horizon,
    WebhookSender sender, WebhookRetries retries, FaultRules faults, ForceOpsOptions options, TimeProvider clock) : IDisposable
{
    /// <summary>Operations read at once; with their events a part of the window.</summary>
    private const int ReadSize = 100;

    private readonly OrgId _org = new(webhook.Org);
    private readonly string[] _types = webhook.Types.Split(' ', StringSplitOptions.RemoveEmptyEntries);
    private readonly byte[] _key = WebhookSecret.BytesOf(webhook.Secret) ?? [];
    private readonly ConcurrentQueue<WebhookTryRow> _tried = new();
    private readonly SemaphoreSlim _turn = new(options.Webhooks.Concurrency);
    private EventCursor _stored = new(webhook.PositionId, webhook.PositionPart);
    private DateTimeOffset? _failingSince = webhook.FailingSince;
    private int _triesSincePrune;

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
            // What was under way is delivered again by whoever goes on.
        }
        finally
        {
            await deliveries.CancelAsync();
            await window.EndAsync();
        }
        await StoreAsync(window.Position);
    }

    public void Dispose() => _turn.Dispose();

    /// <summary>Until the webhook is changed.</summary>
    private async Task DeliverAsync(DeliveryWindow window, CancellationToken stop)
    {
        var read = _stored;
        do
        {
            var hasMore = false;
            if (window.Count < options.Webhooks.Window)
                (read, hasMore) = await FillAsync(window, read, stop);
            await window.AdvanceAsync();
            if (!hasMore || window.Count >= options.Webhooks.Window)
                await Task.Delay(options.Events.PollInterval, clock, stop);
        }
        while (await StoreAsync(window.Position));
    }

    private async Task<(EventCursor Read, bool HasMore)> FillAsync(DeliveryWindow window, EventCursor read, CancellationToken stop)
    {
        var below = await horizon.ReadRecentAsync(options.Events.PollInterval, options.Events.Patience);
        var page = await events.ReadAsync(_org, read, below, ReadSize);
        var rules = page.Events.Count == 0 ? OrgFaults.None : await faults.OfAsync(_org);
        foreach (var change in page.Events.Where(IsToDeliver))
        {
            var fault = rules.OfEvents(change);
            window.Add(
                change, () => DeliverAsync(change, isTwice: fault == WebhookFault.Duplicate, stop),
                fault == WebhookFault.Reorder ? () => Task.Delay(options.Faults.ReorderWait, clock, stop) : null);
        }
        if (page.Through > read)
            window.PassTo(page.Through);
        return (page.Through, page.HasMore);
    }

    private bool IsToDeliver(LedgerEvent change) =>
        (_types.Length == 0 || _types.Contains(EventTypes.Of(change.Kind), StringComparer.Ordinal))
        // Delivered or dead before the position could be stored over it.
        && !(latest.TryGetValue(change.Cursor, out var tried) && tried.NextAt is null);

    private async Task DeliverAsync(LedgerEvent change, bool isTwice, CancellationToken stop)
    {
        var earlier = latest.GetValueOrDefault(change.Cursor);
        if (earlier?.NextAt - clock.GetUtcNow() is { } wait && wait > TimeSpan.Zero)
            await Task.Delay(wait, clock, stop);
        var delivery = new Delivery(webhook, change, earlier?.Attempt ?? 0, options.Webhooks.TriesMax);
        await retries.RunAsync(token => TryAsync(delivery, token), Record, stop);
        // Once only, and told of only if it arrived: it has arrived before, and nothing is owed.
        if (isTwice && await TryAsync(delivery, stop) is { Error: null } again)
            Record(again, null);
    }

    /// <summary>Only the request itself takes a turn: an event that waits for its next try holds nobody else up.</summary>
    private async Task<WebhookRetries.Tried> TryAsync(Delivery delivery, CancellationToken stop)
    {
        await _turn.WaitAsync(stop);
        try
        {
            delivery.Tries++;
            var at = clock.GetUtcNow();
            var (status, error) = await sender.SendAsync(webhook.Url, _key, delivery.EventId, delivery.Body, stop);
            return new WebhookRetries.Tried(delivery, status, error, at);
        }
        finally
        {
            _turn.Release();
        }
    }

    private void Record(WebhookRetries.Tried tried, DateTimeOffset? nextAt)
    {
        var row = tried.Delivery.TryRow((tried.Status, tried.Error), tried.At, nextAt);
        _tried.Enqueue(row);
        WebhookTelemetry.Tried(row);
        _failingSince = row.Dead || row.NextAt is not null ? _failingSince ?? tried.At : null;
    }

    /// <summary>False when the webhook is no longer what this worker delivers for.</summary>
    private async Task<bool> StoreAsync(EventCursor position)
    {
        // The position was taken before: what it covers is among these, or was stored earlier.
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
