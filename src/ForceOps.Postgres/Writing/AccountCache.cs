using ForceOps.Postgres.Books;
using Npgsql;

namespace ForceOps.Postgres.Writing;

/// <summary>
/// Caches accounts as this process last saw or wrote them. A cached account may be wrong: a batch that was decided on cached
/// accounts commits only if the database finds every account still at the cached version (<see cref="OptimisticTransaction"/>);
/// otherwise the batch runs again on loaded accounts.
/// </summary>
/// <param name="accountsMax">The largest number of cached accounts over all orgs. One account more empties the cache, which costs
/// each account one more read.</param>
internal sealed class AccountCache(int accountsMax)
{
    /// <summary>
    /// The longest pause of an org, in batches. When an org's optimistic batches keep failing (another process works on the org,
    /// clients repeat themselves), the pause before the next optimistic batch grows up to this limit.
    /// </summary>
    private const int PauseMax = 64;

    // One lock covers all orgs: a thread that decides holds it for a fraction of a millisecond, and there are as many such
    // threads as writers.
    private readonly Lock _gate = new();
    private readonly Dictionary<BookId, CachedBook> _books = [];
    private int _count;

    /// <summary>
    /// Returns true when the batch may be decided on cached accounts: it has only simple forces, of an org whose optimistic
    /// batches succeed.
    /// </summary>
    /// <param name="batch">The operations, of any kind.</param>
    /// <param name="missing">Receives the ids of the accounts that are not cached.</param>
    internal bool CanDecide(BookId book, IReadOnlyList<PendingOperation> batch, SortedSet<long> missing)
    {
        missing.Clear();
        lock (_gate)
        {
            if (!_books.TryGetValue(book, out var known) || known.Pauses())
                return false;
            foreach (var pending in batch)
            {
                if (pending.Delayed is not null || pending.Operation is not Force { Original: null, ValueDate: null, Delay: null } force)
                    return false;
                if (!known.Accounts.ContainsKey(force.AccountId))
                    missing.Add(force.AccountId);
            }
            return true;
        }
    }

    /// <summary>
    /// Decides the batch on a ledger state made of cached accounts and sets the outcomes of the batch; returns null when one
    /// outcome is no simple posting. The accounts' new values are cached at once, so that the next batch can build on them while
    /// this batch is being flushed.
    /// </summary>
    internal LedgerState? Decide(BookId book, OrgRules rules, DateTimeOffset now, IReadOnlyList<PendingOperation> batch)
    {
        lock (_gate)
        {
            if (!_books.TryGetValue(book, out var known))
                return null;
            // Ids are relative: the batch's block of ids is taken after the locks, in the same round trip that saves.
            var state = new LedgerState(rules, now, firstId: 0, batch.Count);
            foreach (var pending in batch)
            {
                if (!Load(state, known, ((Force)pending.Operation).AccountId))
                    return null;
                pending.Outcome = Ledger.Decide(state, pending.Operation);
                // A refusal must rest on loaded rows, and a repeat within the batch may have an earlier repeat in the database.
                if (pending.Outcome is not Outcome.Accepted accepted || !BatchSaver.IsSimple(accepted.Authorization))
                    return null;
            }
            foreach (var account in state.Accounts)
                Remember(known, account, raise: 1);
            return state;
        }
    }

    /// <summary>
    /// Returns true once for every book that has begun to be cached: reading the rest of its accounts is then worthwhile.
    /// </summary>
    internal bool ShouldPreload(BookId book)
    {
        lock (_gate)
            return _books.TryGetValue(book, out var known) && known.ShouldPreload();
    }

    /// <summary>
    /// Makes room for the book's accounts once and exactly: a table that grows by doubling has up to twice the room that it
    /// needs, and leaves the smaller tables behind.
    /// </summary>
    internal void MakeRoom(BookId book, int accounts)
    {
        lock (_gate)
            _books.GetValueOrDefault(book)?.MakeRoom(accounts, further: accountsMax - _count);
    }

    /// <summary>Adds an account that was read, unless it is cached already: the cached account may be newer.</summary>
    internal void AddRead(BookId book, Account account)
    {
        lock (_gate)
            _count += _count < accountsMax && _books.TryGetValue(book, out var known)
                && known.Accounts.TryAdd(account.Id, CachedAccount.After(account, raise: 0))
                ? 1
                : 0;
    }

    /// <summary>Adds or replaces the accounts of a committed batch.</summary>
    internal void AddCommitted(BookId book, IEnumerable<Account> accounts)
    {
        if (accountsMax == 0)
            return;
        lock (_gate)
        {
            if (!_books.TryGetValue(book, out var known))
                _books[book] = known = new CachedBook();
            foreach (var account in accounts)
                Remember(known, account, BatchSaver.VersionRaise(account));
            if (_count <= accountsMax)
                return;
            foreach (var item in _books.Values)
                item.Accounts.Clear();
            _count = 0;
        }
    }

    /// <summary>Removes accounts whose cached values are wrong, or may be wrong, because their batch was not committed.</summary>
    internal void Invalidate(BookId book, IEnumerable<Account> accounts)
    {
        lock (_gate)
        {
            if (!_books.TryGetValue(book, out var known))
                return;
            foreach (var account in accounts)
                _count -= known.Accounts.Remove(account.Id) ? 1 : 0;
            known.Failed(PauseMax);
        }
    }

    /// <summary>Removes a book and its cached accounts, because the org has another book now.</summary>
    internal void RemoveBook(BookId book)
    {
        lock (_gate)
            _count -= _books.Remove(book, out var left) ? left.Accounts.Count : 0;
    }

    internal void Succeeded(BookId book)
    {
        lock (_gate)
            _books.GetValueOrDefault(book)?.Worked();
    }

    private static bool Load(LedgerState state, CachedBook known, long id)
    {
        if (state.FindAccount(id) is not null)
            return true;
        if (!known.Accounts.TryGetValue(id, out var account) || account.HasFees)
            return false;
        state.Load(account.ToAccount(id));
        return true;
    }

    private void Remember(CachedBook known, Account account, long raise)
    {
        _count += known.Accounts.ContainsKey(account.Id) ? 0 : 1;
        known.Accounts[account.Id] = CachedAccount.After(account, raise);
    }
}

/// <summary>Holds the cached accounts of a book and the recent failures of its optimistic batches.</summary>
internal sealed class CachedBook
{
    private int _pause;
    private int _batchesToWait;
    private bool _preloadAsked;

    internal Dictionary<long, CachedAccount> Accounts { get; } = [];

    /// <param name="accounts">The number of accounts in the book.</param>
    /// <param name="further">The number of accounts that can be cached besides those that are cached already.</param>
    internal void MakeRoom(int accounts, int further) => Accounts.EnsureCapacity(Math.Min(accounts, Accounts.Count + Math.Max(0, further)));

    /// <summary>Returns true when this batch must be decided on loaded accounts; counts the batch.</summary>
    internal bool Pauses() => _batchesToWait > 0 && _batchesToWait-- > 0;

    internal bool ShouldPreload() => !_preloadAsked && (_preloadAsked = true);

    internal void Failed(int pauseMax)
    {
        _pause = Math.Min(Math.Max(1, _pause * 2), pauseMax);
        _batchesToWait = _pause;
    }

    internal void Worked() => _pause /= 2;
}

/// <summary>
/// Holds an account as this process last saw or wrote it, with only those values that the decision of a simple force needs.
/// </summary>
/// <param name="Kind">The account's kind, which never changes.</param>
/// <param name="Currency">The currency of all the account's movements.</param>
/// <param name="Balance">The balance after the latest batch, which may not be committed yet.</param>
/// <param name="Version">The version after the latest batch, which may not be committed yet; the database compares the version.</param>
/// <param name="IsDelayed">True when operations on the account are delayed; the batch then takes the locking path.</param>
/// <param name="HasFees">True when the account has fees of its own; the batch then takes the locking path, since few accounts have any and all
/// would carry them in the cache.</param>
/// <param name="Headroom">What is available beyond the balance; whoever changes it raises the version.</param>
internal readonly record struct CachedAccount(
    AccountKind Kind, Currency Currency, decimal Balance, long Version, bool IsDelayed, bool HasFees, decimal Headroom)
{
    /// <param name="account">The account as the batch left it.</param>
    /// <param name="raise">The number by which the batch raised the version of the account's row; 0 when it was only read.</param>
    internal static CachedAccount After(Account account, long raise) =>
        new(account.Kind, account.Currency, account.Balance, account.Version + raise, account.IsDelayed,
            account.Fees is not null, account.Headroom);

    internal Account ToAccount(long id) =>
        new(id, Kind, Currency, Balance) { Version = Version, IsDelayed = IsDelayed, Headroom = Headroom };
}

/// <summary>Reads accounts into the cache. No lock and no transaction is needed, since the compare-and-swap comes later.</summary>
internal static class AccountPreload
{
    /// <summary>Reads the accounts with these ids and returns how many of them exist.</summary>
    internal static Task<int> ReadAsync(NpgsqlConnection connection, BookId book, IReadOnlyCollection<long> ids, AccountCache known) =>
        ReadAsync(connection, $"SELECT {AccountColumns.List} FROM accounts WHERE book = $1 AND id = ANY($2)", book,
            new NpgsqlParameter<long[]> { TypedValue = [.. ids] }, known);

    /// <summary>Reads the book's accounts, as many as are worth caching, and returns their number.</summary>
    internal static async Task<int> ReadAllAsync(NpgsqlConnection connection, BookId book, int limit, AccountCache known)
    {
        await using (var count = new NpgsqlCommand(
            "SELECT count(*) FROM (SELECT 1 FROM accounts WHERE book = $1 LIMIT $2) AS worth", connection)
        {
            Parameters = { new NpgsqlParameter<Guid> { TypedValue = book.Value }, new NpgsqlParameter<int> { TypedValue = limit } },
        })
            known.MakeRoom(book, (int)(long)(await count.ExecuteScalarAsync())!);
        return await ReadAsync(
            connection, $"SELECT {AccountColumns.List} FROM accounts WHERE book = $1 ORDER BY id LIMIT $2", book,
            new NpgsqlParameter<int> { TypedValue = limit }, known);
    }

    private static async Task<int> ReadAsync(
        NpgsqlConnection connection, string sql, BookId book, NpgsqlParameter other, AccountCache known)
    {
        await using var command = new NpgsqlCommand(
            sql, connection) { Parameters = { new NpgsqlParameter<Guid> { TypedValue = book.Value }, other } };
        await using var reader = await command.ExecuteReaderAsync();
        var count = 0;
        while (await reader.ReadAsync())
        {
            count++;
            known.AddRead(book, AccountColumns.Read(reader, withFunds: false));
        }
        return count;
    }
}
