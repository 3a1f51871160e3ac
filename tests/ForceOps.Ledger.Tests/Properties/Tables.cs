namespace ForceOps.Tests;

/// <summary>
/// Stands for the database: keeps what batches save and loads for the next batch what the writer would load, and no more. So a rule
/// that changes something without reporting it, or that needs something that it does not tell <see cref="Prefetch"/>, shows.
/// </summary>
/// <param name="generous">Loads everything there is instead.</param>
internal sealed class Tables(bool generous)
{
    private readonly Dictionary<long, AccountRow> _accounts = [];
    private readonly Dictionary<long, int> _placeOf = [];
    private readonly Dictionary<TrackingId, int> _placeOfTrackingId = [];
    private readonly Dictionary<long, Authorization> _latestCancellation = [];
    private readonly List<Authorization> _authorizations = [];
    private readonly List<Movement> _movements = [];
    private readonly List<DelayedOperation> _waiting = [];
    private readonly List<Denial> _denials = [];
    private readonly List<HoldChange> _holdChanges = [];
    private DateTimeOffset _now = Sample.Now;
    private long _firstId = 1;
    private long _settledBelow;
    private long _nextId = 1;

    /// <summary>Ids in the order of posting.</summary>
    public List<long> Posted { get; } = [];

    /// <summary>
    /// Books for a batch, with what its operations need. Some ids are left out, as by a writer that reserved more than it used.
    /// </summary>
    public LedgerState Begin(Batch batch, IReadOnlyCollection<Step> steps)
    {
        foreach (var change in batch.Changes)
            _accounts[change.Account] = change.On(_accounts.GetValueOrDefault(change.Account));
        _now = _now.AddDays(batch.NextDay ? 1 : 0);
        // A day's card sales are settled at its end.
        _settledBelow = batch.NextDay ? _nextId : _settledBelow;
        return Begin(batch, [.. steps.Select(step => step.Resolve(Posted))]);
    }

    /// <summary>Books for posting what waits, in the order of acceptance: all of it, or what is due.</summary>
    public (LedgerState LedgerState, IReadOnlyList<DelayedOperation> Due) BeginDelayed(Batch batch, bool all)
    {
        var due = _waiting.Where(one => all || one.DueAt <= _now).ToList();
        return (Begin(batch, [.. due.Select(one => one.Operation)]), due);
    }

    private LedgerState Begin(Batch batch, IReadOnlyList<Operation> operations)
    {
        _firstId = _nextId + (operations.Count % 3);
        var prefetch = new Prefetch();
        foreach (var operation in operations)
            prefetch.Add(operation);
        var state = new LedgerState(Steps.RulesOverTime[batch.Rules], _now, _firstId) { SettledBelow = _settledBelow,
            Delayed = new(TimeSpan.FromDays(1)) };
        Load(state, prefetch);
        foreach (var one in _waiting.Where(one => generous || prefetch.TrackingIds.Contains(one.Operation.TrackingId)))
            state.Delayed.Load(one);
        return state;
    }

    public void Save(LedgerState state)
    {
        foreach (var account in state.Accounts)
        {
            var was = _accounts.GetValueOrDefault(account.Id);
            Assert.Equal(was?.Balance ?? 0, account.LoadedBalance);
            Assert.Equal(was is null, account.IsNew);
            _accounts[account.Id] = AccountRow.Of(account, was);
        }
        foreach (var canceled in state.Canceled.Where(row => _placeOf.ContainsKey(row.Id)))
            _authorizations[_placeOf[canceled.Id]] = canceled;
        foreach (var authorization in state.Recorded)
        {
            _placeOf.Add(authorization.Id, _authorizations.Count);
            // A unique key: it throws when two operations have the same.
            if (authorization.OwnsTrackingId)
                _placeOfTrackingId.Add(authorization.TrackingId, _authorizations.Count);
            if (authorization is { ParentId: { } parent, Denied: null })
                _latestCancellation[parent] = authorization;
            _authorizations.Add(authorization);
        }
        _movements.AddRange(state.Movements);
        _holdChanges.AddRange(state.HoldChanges);
        _waiting.RemoveAll(state.Delayed.Finished.Contains);
        _waiting.AddRange(state.Delayed.Accepted);
        _denials.AddRange(state.Delayed.Denied);
        _nextId = _firstId + state.IdsUsed;
        // What the books showed to the batch's operations is what they reported for saving.
        foreach (var authorization in _authorizations)
            Assert.True(state.FindAuthorization(authorization.Id) is not { } shown || shown == authorization,
                "I6: the books show what they save");
    }

    /// <summary>What the tables would hold if the books were saved now.</summary>
    public Dump DumpWith(LedgerState state)
    {
        var accounts = new Dictionary<long, AccountRow>(_accounts);
        foreach (var account in state.Accounts)
            accounts[account.Id] = AccountRow.Of(account, _accounts.GetValueOrDefault(account.Id));
        var authorizations = new List<Authorization>(_authorizations.Count + state.RecordedCount);
        authorizations.AddRange(_authorizations);
        foreach (var canceled in state.Canceled.Where(row => _placeOf.ContainsKey(row.Id)))
            authorizations[_placeOf[canceled.Id]] = canceled;
        authorizations.AddRange(state.Recorded);
        var movements = new List<Movement>(_movements.Count + state.Movements.Count);
        movements.AddRange(_movements);
        movements.AddRange(state.Movements);
        return new Dump(accounts, authorizations, movements, _firstId + state.IdsUsed)
        {
            Now = state.Now,
            Waiting = [.. _waiting.Except(state.Delayed.Finished), .. state.Delayed.Accepted],
            Denials = [.. _denials, .. state.Delayed.Denied],
            HoldChanges = [.. _holdChanges, .. state.HoldChanges],
        };
    }

    /// <summary>
    /// The writer's statements one by one (BooksLoader): accounts, by tracking id, by id, other sides, latest cancellations.
    /// </summary>
    private void Load(LedgerState state, Prefetch prefetch)
    {
        var canceled = Rows(prefetch.CanceledIds, prefetch.CanceledTrackingIds);
        var named = Rows(prefetch.Authorizations, prefetch.TrackingIds);
        var accounts = generous
            ? _accounts.Keys
            : prefetch.Accounts.Concat(canceled.Concat(OtherSides(canceled)).Select(row => row.AccountId)).Where(
                _accounts.ContainsKey).Distinct();
        foreach (var id in accounts)
            state.Load(ToAccount(id, _accounts[id], withFunds: generous || prefetch.AnyLimits || prefetch.AnyCancellation));
        var rows = generous ? _authorizations : named.Concat(prefetch.AnyCounterpart ? OtherSides(named) : []);
        if (prefetch.AnyCancellation && !generous)
            rows = rows.Concat(canceled.Select(row => _latestCancellation.GetValueOrDefault(row.Id)).OfType<Authorization>());
        rows = rows.Concat(HoldsOf(state, prefetch, canceled));
        foreach (var row in rows)
        {
            Assert.False(state.FindAccount(row.AccountId) is null && prefetch.Cancels(row),
                "the writer would begin this batch again and again");
            state.Load(_authorizations[_placeOf[row.Id]]);
        }
    }

    /// <summary>
    /// The open holds of accounts, the last changes of named ones, and what the canceled transfers of held money took, from which holds.
    /// </summary>
    private List<Authorization> HoldsOf(LedgerState state, Prefetch prefetch, List<Authorization> canceled)
    {
        var open = _authorizations.Where(row => row.HoldsMoney && row.RemainingAmount > 0);
        var holds = open.Where(row => prefetch.Holders.Contains(row.AccountId)).ToList();
        if (prefetch.AnyLastChange && !generous)
        {
            foreach (var last in canceled.Select(row => _holdChanges.FindLast(change => change.HoldId == row.Id)).OfType<HoldChange>())
                state.Load(last);
        }
        if (!generous && !prefetch.AnyHeldBefore)
            return holds;
        foreach (var change in _holdChanges.Where(change => generous || canceled.Exists(row => row.Id == change.AuthorizationId)))
        {
            state.Load(change);
            holds.Add(_authorizations[_placeOf[change.HoldId]]);
        }
        return holds;
    }

    private List<Authorization> Rows(IEnumerable<long> ids, IEnumerable<TrackingId> trackingIds) =>
    [
        .. ids.Where(_placeOf.ContainsKey).Select(id => _authorizations[_placeOf[id]]),
        .. trackingIds.Where(_placeOfTrackingId.ContainsKey).Select(id => _authorizations[_placeOfTrackingId[id]]),
    ];

    private IEnumerable<Authorization> OtherSides(List<Authorization> rows) =>
        rows.Where(row => row.CounterpartId is not null).Select(row => _authorizations[_placeOf[row.CounterpartId!.Value]]);

    private static Account ToAccount(long id, AccountRow row, bool withFunds) => new(id, row.Kind, row.Currency, row.Balance)
    {
        Status = row.Status,
        Headroom = row.Funds.CreditLimit - row.Funds.Held,
        Funds = withFunds ? row.Funds : null,
    };
}
