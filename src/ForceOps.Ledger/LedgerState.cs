namespace ForceOps;

/// <summary>
/// Holds what was loaded and locked for a batch of one org, and what the batch adds to it. Later operations of the batch already
/// see the additions.
/// </summary>
/// <param name="now">The time of the org's clock, in UTC.</param>
/// <param name="firstId">The first id of the batch's own block of ids; ids ascend from here.</param>
/// <param name="operations">The approximate number of operations to decide; the collections are allocated once for this number.</param>
public sealed class LedgerState(OrgRules org, DateTimeOffset now, long firstId, int operations = 1)
{
    /// <summary>
    /// The exclusive limit of a balance: numeric(23,4) holds 19 integer digits, which is ten thousand times the largest amount.
    /// </summary>
    private const decimal BalanceLimit = 10_000_000_000_000_000_000m;

    private readonly Dictionary<long, Account> _accounts = new(operations);
    private readonly Dictionary<long, Authorization> _byId = new(operations);
    private readonly Dictionary<TrackingId, long> _byTrackingId = new(operations);
    private readonly Dictionary<long, long> _latestCancellation = [];
    private readonly List<long> _recorded = new(operations);
    private readonly HashSet<long> _canceled = [];
    private readonly List<Movement> _movements = new(operations);
    private List<HoldChange>? _holdChanges;
    private HashSet<HoldChange>? _earlierHoldChanges;

    public OrgRules Org => org;

    /// <summary>
    /// The time of the org's clock, exact to the tick: a value date that is the client's own "now" must not lie in the future.
    /// </summary>
    public DateTimeOffset Now => now;

    /// <summary>
    /// The time of the org's clock, cut to milliseconds, as the answers show it: the answered time and the stored time must
    /// agree.
    /// </summary>
    public DateTimeOffset EventDate { get; } = WholeMilliseconds(now);

    /// <summary>Cuts a time to milliseconds, so that what is answered and what is stored agree.</summary>
    public static DateTimeOffset WholeMilliseconds(DateTimeOffset time) =>
        new(time.Ticks - (time.Ticks % TimeSpan.TicksPerMillisecond), time.Offset);

    /// <summary>
    /// The limit of card settlement: every authorization with a smaller id is settled. Ids ascend, so one number closes a card
    /// batch.
    /// </summary>
    public long SettledBelow { get; init; }

    public DelayedOperations Delayed { get; init; } = new(after: TimeSpan.Zero);

    /// <summary>The number of ids used so far; the writer must have reserved at least this many.</summary>
    public long IdsUsed { get; private set; }

    public IEnumerable<Account> Accounts => _accounts.Values;

    /// <summary>The new authorizations in the order of posting.</summary>
    public IEnumerable<Authorization> Recorded => _recorded.Select(id => _byId[id]);

    public int RecordedCount => _recorded.Count;

    /// <summary>The authorizations whose canceled amount this batch increased; authorizations of this batch can be among them.</summary>
    public IReadOnlyList<Authorization> Canceled => [.. _canceled.Select(id => _byId[id])];

    public IReadOnlyList<Movement> Movements => _movements;

    /// <summary>The changes of holds that the batch made.</summary>
    public IReadOnlyList<HoldChange> HoldChanges => _holdChanges ?? [];

    private IEnumerable<HoldChange> AllHoldChanges => HoldChanges.Concat(_earlierHoldChanges ?? []);

    public void Load(Account account) => _accounts.Add(account.Id, account);

    /// <summary>
    /// Loads an earlier authorization. Loading the same authorization twice is harmless; this happens, since a batch may name it
    /// in two ways.
    /// </summary>
    public void Load(Authorization authorization)
    {
        _byId[authorization.Id] = authorization;
        if (authorization.OwnsTrackingId)
            _byTrackingId[authorization.TrackingId] = authorization.Id;
        if (authorization is { ParentId: { } parent, Denied: null } && _latestCancellation.GetValueOrDefault(parent) < authorization.Id)
            _latestCancellation[parent] = authorization.Id;
    }

    /// <summary>
    /// Loads what an earlier transfer of held money took, or the last change of a pre-authorization. A batch may ask for one change in
    /// both ways.
    /// </summary>
    public void Load(HoldChange change) => (_earlierHoldChanges ??= []).Add(change);

    public Account? FindAccount(long id) => _accounts.GetValueOrDefault(id);

    public Authorization? FindAuthorization(long id) => _byId.GetValueOrDefault(id);

    public Authorization? FindAuthorization(TrackingId trackingId) =>
        _byTrackingId.TryGetValue(trackingId, out var id) ? _byId[id] : null;

    /// <summary>Returns the other side of a transfer; null when the other side is not in the ledger.</summary>
    internal Authorization? CounterpartOf(Authorization side) => side.CounterpartId is { } id ? FindAuthorization(id) : null;

    /// <summary>Returns the giving and the receiving side of a transfer; null for a side that is outside the ledger.</summary>
    internal (Authorization? Debit, Authorization? Credit) SidesOf(Authorization side)
    {
        var other = CounterpartOf(side);
        Invariant.Holds((other is null) == (side.CounterpartId is null), "both sides of a transfer are loaded");
        return side.Impact == BalanceImpact.Debit ? (side, other) : (other, side);
    }

    internal Authorization? LatestCancellationOf(long id) =>
        _latestCancellation.TryGetValue(id, out var latest) ? _byId[latest] : null;

    /// <summary>Returns the account's holds of which something is left, the oldest first.</summary>
    internal IReadOnlyList<Authorization> OpenHoldsOf(Account account)
    {
        var open = _byId.Values.Where(row => row.HoldsMoney && row.AccountId == account.Id && row.RemainingAmount > 0)
            .OrderBy(row => row.Id).ToList();
        Invariant.Holds(open.Sum(hold => hold.RemainingAmount) == account.Held, "I10: what is held is what is left of the open holds");
        return open.FindAll(row => row.IsHold);
    }

    /// <summary>Returns the changes of holds that an authorization made.</summary>
    internal IEnumerable<HoldChange> HoldChangesOf(long authorizationId) =>
        AllHoldChanges.Where(change => change.AuthorizationId == authorizationId);

    /// <summary>
    /// Returns true when a pre-authorization of which nothing is left was confirmed: the last authorization that changed it is no
    /// cancellation.
    /// </summary>
    internal bool IsConfirmed(Authorization preAuthorization)
    {
        var last = AllHoldChanges.Where(change => change.HoldId == preAuthorization.Id).MaxBy(change => change.AuthorizationId);
        Invariant.Holds(last is not null, "the last change of a pre-authorization is loaded");
        return last.AuthorizationId != LatestCancellationOf(preAuthorization.Id)?.Id;
    }

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

    /// <summary>Records the receiving side of a transfer, after the giving side that owns the tracking id.</summary>
    internal void RecordCounterpart(Authorization credit)
    {
        Invariant.Holds(!credit.OwnsTrackingId && CounterpartOf(credit)?.CounterpartId == credit.Id,
            "the sides of a transfer name each other");
        Load(credit);
        _recorded.Add(credit.Id);
    }

    internal void Cancel(Authorization original, decimal amount, decimal fee)
    {
        Invariant.Holds(original is { IsCancellation: false, Denied: null }, "I5: a cancellation points at an operation, not at a cancellation");
        var canceled = original with { CanceledAmount = original.CanceledAmount + amount, CanceledFee = original.CanceledFee + fee };
        Invariant.Holds(canceled.RemainingAmount >= 0 && canceled.RemainingFee >= 0, "I4: no more is canceled than there was");
        _byId[original.Id] = canceled;
        _canceled.Add(original.Id);
    }

    /// <summary>Holds the amount of a recorded hold: it stays in the balance and is not available.</summary>
    internal void Hold(Authorization hold, Account account) => ChangeHold(hold, hold, account, hold.Amount);

    /// <summary>Makes a part of a hold available again, for a recorded authorization on the same account.</summary>
    internal void Release(Authorization by, Authorization hold, Account account, decimal amount) => ChangeHold(by, hold, account, -amount);

    /// <summary>Holds again a part that was taken from a hold, for a recorded authorization on the same account.</summary>
    internal void HoldAgain(Authorization by, Authorization hold, Account account, decimal amount) => ChangeHold(by, hold, account, amount);

    private void ChangeHold(Authorization by, Authorization hold, Account account, decimal change)
    {
        Invariant.Holds(hold.HoldsMoney && hold.AccountId == account.Id && by.AccountId == account.Id, "I10: a hold is of its account's money");
        Invariant.Holds(change != 0 && (by.Id != hold.Id || change == hold.Amount), "I10: a hold begins with its whole amount");
        if (by.Id != hold.Id)
        {
            var changed = _byId[hold.Id];
            changed = changed with { CanceledAmount = changed.CanceledAmount - change };
            Invariant.Holds(changed.CanceledAmount >= 0 && changed.RemainingAmount >= 0, "I10: no more of a hold is released than was held");
            _byId[hold.Id] = changed;
            _canceled.Add(hold.Id);
        }
        account.Hold(change);
        Invariant.Holds(account.Held >= 0 && BalanceFits(account.Held), "I10: what is held is not negative, and fits its column");
        (_holdChanges ??= []).Add(new HoldChange(hold.Id, by.Id, account.Id, change, account.Held, account.Balance, account.Headroom));
    }

    /// <summary>
    /// Moves money between an account and an internal account; the impact is the account's. Without impact or without amount
    /// nothing moves.
    /// </summary>
    internal void Move(Authorization authorization, MovementKind kind, BalanceImpact impact, Account account, long counterparty,
        decimal amount)
    {
        if (impact == BalanceImpact.None || amount == 0)
            return;
        if (impact == BalanceImpact.Credit)
            Move(authorization, kind, null, counterparty, account, account.Id, amount);
        else
            Move(authorization, kind, account, account.Id, null, counterparty, amount);
    }

    /// <summary>Moves money from one account to another; a null account is an internal account, known by its id.</summary>
    internal void Move(Authorization authorization, MovementKind kind, Account? from, long fromId, Account? to, long toId, decimal amount)
    {
        Invariant.Holds(amount > 0 && fromId != toId, "I2: a movement has two sides and a positive amount");
        Invariant.Holds((from is null) == InternalAccount.Is(fromId) && (to is null) == InternalAccount.Is(toId),
            "only internal accounts keep no balance");
        Invariant.Holds(authorization.Denied is null, "I6: what was denied moves nothing");
        Apply(from, authorization.Currency, -amount);
        Apply(to, authorization.Currency, amount);
        _movements.Add(new Movement(NextId(), authorization.Id, kind, fromId, toId, amount, from?.Balance, to?.Balance)
        {
            DebitHeadroom = from?.Headroom ?? 0,
            CreditHeadroom = to?.Headroom ?? 0,
        });
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
