namespace ForceOps;

/// <summary>
/// What was loaded and locked for a batch of one org, and what the batch adds to it, which its later operations see already.
/// </summary>
/// <param name="org">The org's rules.</param>
/// <param name="now">The org's clock, in UTC.</param>
/// <param name="firstId">Ids from here on are this batch's own, ascending.</param>
/// <param name="operations">About how many will be decided; room for them is made once.</param>
public sealed class LedgerState(OrgRules org, DateTimeOffset now, long firstId, int operations = 1)
{
    /// <summary>numeric(23,4) holds 19 integer digits: ten thousand times the largest amount.</summary>
    private const decimal BalanceLimit = 10_000_000_000_000_000_000m;

    private readonly Dictionary<long, Account> _accounts = new(operations);
    private readonly Dictionary<long, Authorization> _byId = new(operations);
    private readonly Dictionary<TrackingId, long> _byTrackingId = new(operations);
    private readonly Dictionary<long, long> _latestCancellation = [];
    private readonly List<long> _recorded = new(operations);
    private readonly HashSet<long> _canceled = [];
    private readonly List<Movement> _movements = new(operations);

    public OrgRules Org => org;

    /// <summary>To the tick: a value date that is a client's own now must not lie in the future.</summary>
    public DateTimeOffset Now => now;

    /// <summary>In milliseconds, as the answers show it: what is answered and what is stored must agree.</summary>
    public DateTimeOffset EventDate { get; } = new(now.Ticks - (now.Ticks % TimeSpan.TicksPerMillisecond), now.Offset);

    /// <summary>Everything with a smaller id is settled; ids ascend, so one number closes a batch.</summary>
    public long SettledBelow { get; init; }

    public DelayedOperations Delayed { get; init; } = new(after: TimeSpan.Zero);

    /// <summary>Ids used so far; the writer must have reserved as many.</summary>
    public long IdsUsed { get; private set; }

    public IEnumerable<Account> Accounts => _accounts.Values;

    /// <summary>New authorizations in the order of posting.</summary>
    public IEnumerable<Authorization> Recorded => _recorded.Select(id => _byId[id]);

    public int RecordedCount => _recorded.Count;

    /// <summary>Authorizations of which more is canceled now, those of this batch among them.</summary>
    public IReadOnlyList<Authorization> Canceled => [.. _canceled.Select(id => _byId[id])];

    public IReadOnlyList<Movement> Movements => _movements;

    public void Load(Account account) => _accounts.Add(account.Id, account);

    /// <summary>Takes an earlier authorization in; taking the same one twice is harmless, since it may be found by two names.</summary>
    public void Load(Authorization authorization)
    {
        _byId[authorization.Id] = authorization;
        if (authorization.OwnsTrackingId)
            _byTrackingId[authorization.TrackingId] = authorization.Id;
        if (authorization.ParentId is { } parent && _latestCancellation.GetValueOrDefault(parent) < authorization.Id)
            _latestCancellation[parent] = authorization.Id;
    }

    public Account? FindAccount(long id) => _accounts.GetValueOrDefault(id);

    public Authorization? FindAuthorization(long id) => _byId.GetValueOrDefault(id);

    public Authorization? FindAuthorization(TrackingId trackingId) =>
        _byTrackingId.TryGetValue(trackingId, out var id) ? _byId[id] : null;

    /// <summary>The other side of a transfer, as far as it is in the books.</summary>
    internal Authorization? CounterpartOf(Authorization side) => side.CounterpartId is { } id ? FindAuthorization(id) : null;

    /// <summary>A transfer's giving and receiving sides; null for one that is outside the books.</summary>
    internal (Authorization? Debit, Authorization? Credit) SidesOf(Authorization side)
    {
        var other = CounterpartOf(side);
        Invariant.Holds((other is null) == (side.CounterpartId is null), "both sides of a transfer are loaded");
        return side.Impact == BalanceImpact.Debit ? (side, other) : (other, side);
    }

    internal Authorization? LatestCancellationOf(long id) =>
        _latestCancellation.TryGetValue(id, out var latest) ? _byId[latest] : null;

    internal static bool BalanceFits(decimal balance) => Math.Abs(balance) < BalanceLimit;

    internal long NextId() => firstId + IdsUsed++;

    internal Account Open(long id, AccountKind kind, Currency currency)
    {
        var account = new Account(id, kind, currency) { IsNew = true };
        _accounts.Add(id, account);
        return account;
    }

    internal void Record(Authorization authorization)
    {
        Invariant.Holds(!_byTrackingId.ContainsKey(authorization.TrackingId), "I3: one operation per tracking id");
        Invariant.Holds(authorization.Amount > 0 && authorization.Fee >= 0, "an authorization has an amount and no negative fee");
        Load(authorization);
        _recorded.Add(authorization.Id);
    }

    /// <summary>The receiving side of a transfer, behind the giving side that owns the tracking id.</summary>
    internal void RecordCounterpart(Authorization credit)
    {
        Invariant.Holds(!credit.OwnsTrackingId && CounterpartOf(credit)?.CounterpartId == credit.Id, "the sides of a transfer name each other");
        Load(credit);
        _recorded.Add(credit.Id);
    }

    internal void Cancel(Authorization original, decimal amount, decimal fee)
    {
        Invariant.Holds(!original.IsCancellation, "I5: a cancellation points at an operation, not at a cancellation");
        var canceled = original with { CanceledAmount = original.CanceledAmount + amount, CanceledFee = original.CanceledFee + fee };
        Invariant.Holds(canceled.RemainingAmount >= 0 && canceled.RemainingFee >= 0, "I4: no more is canceled than there was");
        _byId[original.Id] = canceled;
        _canceled.Add(original.Id);
    }

    /// <summary>Moves money between an account and an internal account, seen from the account; no impact or no amount moves nothing.</summary>
    internal void Move(Authorization authorization, MovementKind kind, BalanceImpact impact, Account account, long counterparty, decimal amount)
    {
        if (impact == BalanceImpact.None || amount == 0)
            return;
        if (impact == BalanceImpact.Credit)
            Move(authorization, kind, null, counterparty, account, account.Id, amount);
        else
            Move(authorization, kind, account, account.Id, null, counterparty, amount);
    }

    /// <summary>Moves money from one account to another; a null account is an internal one, known by its id.</summary>
    internal void Move(Authorization authorization, MovementKind kind, Account? from, long fromId, Account? to, long toId, decimal amount)
    {
        Invariant.Holds(amount > 0 && fromId != toId, "I2: a movement has two sides and a positive amount");
        Invariant.Holds((from is null) == InternalAccount.Is(fromId) && (to is null) == InternalAccount.Is(toId), "only internal accounts keep no balance");
        Apply(from, authorization.Currency, -amount);
        Apply(to, authorization.Currency, amount);
        _movements.Add(new Movement(NextId(), authorization.Id, kind, fromId, toId, amount, from?.Balance, to?.Balance));
    }

    private static void Apply(Account? account, Currency currency, decimal change)
    {
        if (account is null)
            return;
        Invariant.Holds(account.Currency.Equals(currency), "I2: a movement stays in one currency");
        account.Apply(change);
        Invariant.Holds(BalanceFits(account.Balance), "a balance fits its column");
    }
}
