namespace ForceOps.Tests;

/// <summary>
/// Stands for the database: keeps what batches save and loads for the next batch what the writer would load, and no more. So a rule
/// that changes something without reporting it, or that needs something nobody loads, shows.
/// </summary>
internal sealed class Tables
{
    private readonly Dictionary<long, AccountRow> _accounts = [];
    private readonly Dictionary<long, int> _placeOf = [];
    private readonly Dictionary<TrackingId, int> _placeOfTrackingId = [];
    private readonly Dictionary<long, Authorization> _latestCancellation = [];
    private readonly List<Authorization> _authorizations = [];
    private readonly List<Movement> _movements = [];
    private long _firstId = 1;
    private long _nextId = 1;

    /// <summary>Ids in the order of posting.</summary>
    public List<long> Posted { get; } = [];

    /// <summary>Books for a batch, with everything that its operations name. Some ids are left out, as by a writer that reserved more than it used.</summary>
    public Books Begin(OrgRules rules, IReadOnlyCollection<Step> steps)
    {
        _firstId = _nextId + (steps.Count % 3);
        var books = new Books(rules, Sample.Now, _firstId);
        foreach (var step in steps)
        {
            if (step.NamedAccount is { } account)
                LoadAccount(books, account);
            var operation = step.Resolve(Posted);
            LoadAuthorization(books, operation.TrackingId);
            // A new kind of operation names here what it refers to.
            if (operation is Force { Original: { } original })
                LoadAuthorization(books, original.Id);
            if (operation is CancelForce { AuthorizationId: { } id })
                LoadAuthorization(books, id);
            if (operation is CancelForce { OriginalTrackingId: { } trackingId })
                LoadAuthorization(books, trackingId);
        }
        return books;
    }

    public void Save(Books books)
    {
        foreach (var account in books.Accounts)
        {
            Assert.Equal(_accounts.GetValueOrDefault(account.Id).Balance, account.LoadedBalance);
            Assert.Equal(!_accounts.ContainsKey(account.Id), account.IsNew);
            _accounts[account.Id] = Row(account);
        }
        foreach (var canceled in books.Canceled.Where(row => _placeOf.ContainsKey(row.Id)))
            _authorizations[_placeOf[canceled.Id]] = canceled;
        foreach (var authorization in books.Recorded)
        {
            _placeOf.Add(authorization.Id, _authorizations.Count);
            _placeOfTrackingId.Add(authorization.TrackingId, _authorizations.Count);
            if (authorization.ParentId is { } parent)
                _latestCancellation[parent] = authorization;
            _authorizations.Add(authorization);
        }
        _movements.AddRange(books.Movements);
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
            accounts[account.Id] = Row(account);
        var authorizations = new List<Authorization>(_authorizations.Count + books.RecordedCount);
        authorizations.AddRange(_authorizations);
        foreach (var canceled in books.Canceled.Where(row => _placeOf.ContainsKey(row.Id)))
            authorizations[_placeOf[canceled.Id]] = canceled;
        authorizations.AddRange(books.Recorded);
        var movements = new List<Movement>(_movements.Count + books.Movements.Count);
        movements.AddRange(_movements);
        movements.AddRange(books.Movements);
        return new Dump(accounts, authorizations, movements, _firstId + books.IdsUsed);
    }

    private void LoadAccount(Books books, long id)
    {
        if (_accounts.TryGetValue(id, out var row) && books.FindAccount(id) is null)
            books.Load(new Account(id, row.Kind, row.Currency, row.Balance));
    }

    private void LoadAuthorization(Books books, TrackingId trackingId)
    {
        if (_placeOfTrackingId.TryGetValue(trackingId, out var place))
            LoadAuthorization(books, _authorizations[place].Id);
    }

    private void LoadAuthorization(Books books, long id)
    {
        if (!_placeOf.TryGetValue(id, out var place))
            return;
        books.Load(_authorizations[place]);
        LoadAccount(books, _authorizations[place].AccountId);
        if (_latestCancellation.TryGetValue(id, out var latest))
            books.Load(latest);
    }

    private static AccountRow Row(Account account) => new(account.Kind, account.Currency, account.Balance);
}
