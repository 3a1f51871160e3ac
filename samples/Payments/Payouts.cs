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
        // One sender at a time: a second one would not wait as long as the provider asked the first one to.
        if (payout.State != PayoutState.Pending || !store.TryTake(id))
            return payout;
        try
        {
            return await pismo.ForceAsync(payout, stop) switch
            {
                ForceResult.Posted => store.Finish(id, PayoutState.Posted),
                ForceResult.Refused refused => store.Finish(id, PayoutState.Refused, refused.Code),
                // Accepted: a webhook tells the end. Unknown: it stays pending, and is sent again later. Neither is a failure, and to
                // send the money again under another tracking id would be a second payment.
                _ => store.Find(id),
            };
        }
        finally
        {
            store.Release(id);
        }
    }
}

/// <summary>
/// Sends payouts again whose end is not known: the outage was longer than the retries of one request, or this service was down. The
/// tracking id makes that safe, and the distance doubles, so that an outage is not made longer.
/// </summary>
public sealed class PendingPayouts(IServiceScopeFactory scopes, PayoutStore store, TimeProvider clock) : BackgroundService
{
    private static readonly TimeSpan First = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(5);

    /// <inheritdoc />
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var due = new Dictionary<Guid, (DateTimeOffset At, TimeSpan Distance)>();
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(500), clock);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            var pending = store.Pending.ToList();
            foreach (var id in due.Keys.Except(pending.Select(payout => payout.Id)).ToList())
                due.Remove(id);
            foreach (var payout in pending)
            {
                var now = clock.GetUtcNow();
                var (at, distance) = due.TryGetValue(payout.Id, out var known) ? known : (now + First, First);
                if (now >= at)
                {
                    await using var scope = scopes.CreateAsyncScope();
                    await scope.ServiceProvider.GetRequiredService<Payouts>()
                        .PayAsync(payout.Id, new PayoutRequest(payout.Account, payout.Amount), stoppingToken);
                    distance = distance * 2 < Longest ? distance * 2 : Longest;
                    at = clock.GetUtcNow() + distance;
                }
                due[payout.Id] = (at, distance);
            }
        }
    }
}

/// <summary>Stores payouts and the webhooks that were handled; in your service, two tables and one transaction.</summary>
public sealed class PayoutStore
{
    private readonly ConcurrentDictionary<Guid, Payout> _payouts = new();
    private readonly ConcurrentDictionary<string, bool> _handled = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<Guid, bool> _taken = new();
    private readonly ConcurrentDictionary<long, (long Account, decimal Amount)> _others = new();
    private int _handledCount;
    private int _repeatedCount;

    /// <summary>Gets how many deliveries of webhooks were handled.</summary>
    public int Handled => Volatile.Read(ref _handledCount);

    /// <summary>Gets how many deliveries of webhooks were repeats, and left alone.</summary>
    public int Repeated => Volatile.Read(ref _repeatedCount);

    /// <summary>Gets the payouts whose end is not known.</summary>
    public IEnumerable<Payout> Pending => _payouts.Values.Where(payout => payout.State == PayoutState.Pending);

    /// <summary>Returns the balance of an account as far as this service knows: by its own payouts, and by the events of others.</summary>
    public decimal BalanceOf(long account) =>
        _payouts.Values.Where(payout => payout.Account == account && payout.State == PayoutState.Posted).Sum(payout => payout.Amount)
        + _others.Values.Where(other => other.Account == account).Sum(other => other.Amount);

    /// <summary>Notes what somebody else moved on an account; the same operation again changes nothing.</summary>
    public void NoteOther(long authorizationId, long account, decimal amount) => _others[authorizationId] = (account, amount);

    /// <summary>Returns true for the one who may send a payout now; until it is released nobody else may.</summary>
    public bool TryTake(Guid id) => _taken.TryAdd(id, true);

    /// <summary>Lets the next one send a payout.</summary>
    public void Release(Guid id) => _taken.TryRemove(id, out _);

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
