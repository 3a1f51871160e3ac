namespace ForceOps.Tests;

/// <summary>
/// Stands for the database: keeps what batches save and loads for the next batch what the writer would load, and no more. So a rule
/// that changes something without reporting it, or that needs something that it does not tell <see cref="Needs"/>, shows.
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
    private DateTimeOffset _now = Sample.Now;
    private long _firstId = 1;
    private long _settledBelow;
    private long _nextId = 1;

    /// <summary>Ids in the order of posting.</summary>
    public List<long> Posted { get; } = [];

    /// <summary>Books for a batch, with what its operations need. Some ids are left out, as by a writer that reserved more than it used.</summary>
    public Books Begin(Batch batch, IReadOnlyCollection<Step> steps)
    {
        foreach (var change in batch.Changes)
            _accounts[change.Account] = change.On(_accounts.GetValueOrDefault(change.Account));
        _now = _now.AddDays(batch.NextDay ? 1 : 0);
        // A day's card sales are settled at its end.
        _settledBelow = batch.NextDay ? _nextId : _settledBelow;
        return Begin(batch, [.. steps.Select(step => step.Resolve(Posted))]);
    }

    /// <summary>Books for posting what waits, in the order of acceptance: all of it, or what is due.</summary>
    public (Books Books, IReadOnlyList<DelayedOperation> Due) BeginDelayed(Batch batch, bool all)
    {
        var due = _waiting.Where(one => all || one.DueAt <= _now).ToList();
        return (Begin(batch, [.. due.Select(one => one.Operation)]), due);
    }

    private Books Begin(Batch batch, IReadOnlyList<Operation> operations)
    {
        _firstId = _nextId + (operations.Count % 3);
        var needs = new Needs();
        foreach (var operation in operations)
            needs.Add(operation);
        var books = new Books(Steps.RulesOverTime[batch.Rules], _now, _firstId) { SettledBelow = _settledBelow, Delayed = new(TimeSpan.FromDays(1)) };
        Load(books, needs);
        foreach (var one in _waiting.Where(one => generous || needs.TrackingIds.Contains(one.Operation.TrackingId)))
            books.Delayed.Load(one);
        return books;
    }

    public void Save(Books books)
    {
        foreach (var account in books.Accounts)
        {
            var was = _accounts.GetValueOrDefault(account.Id);
            Assert.Equal(was?.Balance ?? 0, account.LoadedBalance);
            Assert.Equal(was is null, account.IsNew);
            _accounts[account.Id] = AccountRow.Of(account, was);
        }
        foreach (var canceled in books.Canceled.Where(row => _placeOf.ContainsKey(row.Id)))
            _authorizations[_placeOf[canceled.Id]] = canceled;
        foreach (var authorization in books.Recorded)
        {
            _placeOf.Add(authorization.Id, _authorizations.Count);
            // A unique key: it throws when two operations have the same.
            if (authorization.OwnsTrackingId)
                _placeOfTrackingId.Add(authorization.TrackingId, _authorizations.Count);
            if (authorization.ParentId is { } parent)
                _latestCancellation[parent] = authorization;
            _authorizations.Add(authorization);
        }
        _movements.AddRange(books.Movements);
        _waiting.RemoveAll(books.Delayed.Finished.Contains);
        _waiting.AddRange(books.Delayed.Accepted);
        _denials.AddRange(books.Delayed.Denied);
        _nextId = _firstId + books.IdsUsed;
        // What the books showed to the batch's operations is what they reported for saving.
        foreach (var authorization in _authorizations)
            Assert.True(books.FindAuthorization(authorization.Id) is not { } shown || shown == authorization, "I6: the books show what they save");
    }

    /// <summary>What the tables would hold if the books were saved now.</summary>
    public Dump DumpWith(Books books)
    {
        var accounts = new Dictionary<long, AccountRow>(_accounts);
        foreach (var account in books.Accounts)
            accounts[account.Id] = AccountRow.Of(account, _accounts.GetValueOrDefault(account.Id));
        var authorizations = new List<Authorization>(_authorizations.Count + books.RecordedCount);
        authorizations.AddRange(_authorizations);
        foreach (var canceled in books.Canceled.Where(row => _placeOf.ContainsKey(row.Id)))
            authorizations[_placeOf[canceled.Id]] = canceled;
        authorizations.AddRange(books.Recorded);
        var movements = new List<Movement>(_movements.Count + books.Movements.Count);
        movements.AddRange(_movements);
        movements.AddRange(books.Movements);
        return new Dump(accounts, authorizations, movements, _firstId + books.IdsUsed)
        {
            Now = books.Now,
            Waiting = [.. _waiting.Except(books.Delayed.Finished), .. books.Delayed.Accepted],
            Denials = [.. _denials, .. books.Delayed.Denied],
        };
    }

    /// <summary>The writer's statements one by one (BooksLoader): accounts, by tracking id, by id, other sides, latest cancellations.</summary>
    private void Load(Books books, Needs needs)
    {
        var canceled = Rows(needs.CanceledIds, needs.CanceledTrackingIds);
        var named = Rows(needs.Authorizations, needs.TrackingIds);
        var accounts = generous
            ? _accounts.Keys
            : needs.Accounts.Concat(canceled.Concat(OtherSides(canceled)).Select(row => row.AccountId)).Where(_accounts.ContainsKey).Distinct();
        foreach (var id in accounts)
            books.Load(ToAccount(id, _accounts[id], withFunds: generous || needs.AnyFunds || needs.AnyCancellation));
        var rows = generous ? _authorizations : named.Concat(needs.AnyPair ? OtherSides(named) : []);
        if (needs.AnyCancellation && !generous)
            rows = rows.Concat(canceled.Select(row => _latestCancellation.GetValueOrDefault(row.Id)).OfType<Authorization>());
        foreach (var row in rows)
        {
            Assert.False(books.FindAccount(row.AccountId) is null && needs.Cancels(row), "the writer would begin this batch again and again");
            books.Load(_authorizations[_placeOf[row.Id]]);
        }
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
        Funds = withFunds ? row.Funds : null,
    };
}
