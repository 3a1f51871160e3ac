using System.Collections.Concurrent;

namespace Payments;

/// <summary>Is what a client asks for; the id in the path makes it idempotent.</summary>
public sealed record PayoutRequest(long Account, decimal Amount);

/// <summary>Is the state of a payout; from the last one nothing leads to another, and from the one before only an event does.</summary>
public enum PayoutState
{
    /// <summary>It was sent, or is about to be, and the outcome is not known.</summary>
    Pending,

    /// <summary>The ledger said no.</summary>
    Refused,

    /// <summary>The ledger has it.</summary>
    Posted,
}

/// <summary>Is a payout as this service knows it.</summary>
public sealed record Payout(Guid Id, long Account, decimal Amount, PayoutState State, string? Reason = null)
{
    /// <summary>Gets the tracking id: made before the first try, stored, and the same in every try, after a restart too.</summary>
    public string TrackingId => Id.ToString();
}

/// <summary>Pays out, and finds out later what could not be known at once.</summary>
public sealed class Payouts(PayoutStore store, PismoClient pismo)
{
    /// <summary>Pays out; the same request again is the same payout. Returns null when the id is in use for another one.</summary>
    public async Task<Payout?> PayAsync(Guid id, PayoutRequest request, CancellationToken stop)
    {
        // Stored before it is sent: after a crash between the two it is known what may have been sent.
        var payout = store.Begin(new Payout(id, request.Account, request.Amount, PayoutState.Pending));
        if ((payout.Account, payout.Amount) != (request.Account, request.Amount))
            return null;
        if (payout.State != PayoutState.Pending)
            return payout;
        return await pismo.ForceAsync(payout, stop) switch
        {
            ForceResult.Posted => store.Finish(id, PayoutState.Posted),
            ForceResult.Refused refused => store.Finish(id, PayoutState.Refused, refused.Code),
            // Accepted: a webhook tells the end. Unknown: it stays pending, and the same request or a webhook tells. Neither is a
            // failure, and to send the money again under another tracking id would be a second payment.
            _ => store.Find(id),
        };
    }
}

/// <summary>Stores payouts and the webhooks that were handled; in your service, two tables and one transaction.</summary>
public sealed class PayoutStore
{
    private readonly ConcurrentDictionary<Guid, Payout> _payouts = new();
    private readonly ConcurrentDictionary<string, bool> _handled = new(StringComparer.Ordinal);
    private int _handledCount;
    private int _repeatedCount;

    /// <summary>Gets how many deliveries of webhooks were handled.</summary>
    public int Handled => Volatile.Read(ref _handledCount);

    /// <summary>Gets how many deliveries of webhooks were repeats, and left alone.</summary>
    public int Repeated => Volatile.Read(ref _repeatedCount);

    /// <summary>Returns a payout; null when there is none.</summary>
    public Payout? Find(Guid id) => _payouts.GetValueOrDefault(id);

    /// <summary>Adds a payout, or returns the one that has its id.</summary>
    public Payout Begin(Payout payout) => _payouts.GetOrAdd(payout.Id, payout);

    /// <summary>
    /// Ends a payout. A second end changes nothing: the answer and the webhook may come in any order, and each more than once. But what
    /// the ledger has is posted, whatever was believed before.
    /// </summary>
    public Payout Finish(Guid id, PayoutState state, string? reason = null) => _payouts.AddOrUpdate(
        id, _ => throw new InvalidOperationException($"no payout {id}"),
        (_, payout) => state > payout.State ? payout with { State = state, Reason = reason } : payout);

    /// <summary>Returns true when a delivery is the repeat of one that was handled.</summary>
    public bool IsRepeat(string webhookId)
    {
        if (!_handled.ContainsKey(webhookId))
            return false;
        Interlocked.Increment(ref _repeatedCount);
        return true;
    }

    /// <summary>Remembers that a webhook was handled.</summary>
    public void MarkHandled(string webhookId)
    {
        Interlocked.Increment(ref _handledCount);
        _handled[webhookId] = true;
    }
}
