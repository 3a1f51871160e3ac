using ForceOps.Postgres.Books;
using ForceOps.Postgres.Orgs;
using Npgsql;

namespace ForceOps.Postgres.Writing;

/// <summary>
/// What this process believes of accounts. Never the truth: a batch that was decided on it commits only if the database finds every
/// account still at the believed version (<see cref="OptimisticTransaction"/>); otherwise the batch runs again on what is loaded.
/// </summary>
/// <param name="accountsMax">Over all orgs; one more and all is forgotten, which costs each account one more look.</param>
internal sealed class AccountCache(int accountsMax)
{
    /// <summary>An org whose batches keep failing (another process works on it, clients repeat themselves) is left alone ever longer, up to this many batches.</summary>
    private const int PauseMax = 64;

    // One lock over all orgs: whoever decides holds it for a fraction of a millisecond, and there are as many deciders as writers.
    private readonly Lock _gate = new();
    private readonly Dictionary<BookId, CachedBook> _books = [];
    private int _count;

    /// <summary>Whether the batch may be decided on what is believed: plain forces, of an org where that works.</summary>
    /// <param name="book">Whose batch.</param>
    /// <param name="batch">Any operations.</param>
    /// <param name="missing">Becomes the accounts that nothing is known of.</param>
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
    /// Books made of what is known, decided, with the batch's outcomes in them; null when one of them is no plain posting. What the batch
    /// makes of its accounts is known at once, so that the next batch can build on it while this one is being flushed.
    /// </summary>
    internal LedgerState? Decide(BookId book, OrgRules rules, DateTimeOffset now, IReadOnlyList<PendingOperation> batch)
    {
        lock (_gate)
        {
            if (!_books.TryGetValue(book, out var known))
                return null;
            // Ids are relative: the batch's block of ids is taken behind the locks, in the same round trip that saves.
            var state = new LedgerState(rules, now, firstId: 0, batch.Count);
            foreach (var pending in batch)
            {
                if (!Load(state, known, ((Force)pending.Operation).AccountId))
                    return null;
                pending.Outcome = Ledger.Decide(state, pending.Operation);
                // A refusal must rest on what is loaded, and a repeat in the batch may have company in the database.
                if (pending.Outcome is not Outcome.Accepted accepted || !BatchSaver.IsSimple(accepted.Authorization))
                    return null;
            }
            foreach (var account in state.Accounts)
                Remember(known, account, isWritten: true);
            return state;
        }
    }

    /// <summary>True once for every org that has begun to be known: then it is worth reading the rest of it.</summary>
    internal bool ShouldPreload(BookId book)
    {
        lock (_gate)
            return _books.TryGetValue(book, out var known) && known.ShouldPreload();
    }

    /// <summary>Once and exactly: a table that grows by doubling has up to twice the room it needs, and leaves the smaller ones behind.</summary>
    internal void MakeRoom(BookId book, int accounts)
    {
        lock (_gate)
            _books.GetValueOrDefault(book)?.MakeRoom(accounts, further: accountsMax - _count);
    }

    /// <summary>Takes in what was read; what is known already may be newer.</summary>
    internal void AddRead(BookId book, Account account)
    {
        lock (_gate)
            _count += _count < accountsMax && _books.TryGetValue(book, out var known) && known.Accounts.TryAdd(account.Id, CachedAccount.After(account, isWritten: false)) ? 1 : 0;
    }

    /// <summary>Takes in what was committed.</summary>
    internal void AddCommitted(BookId book, IEnumerable<Account> accounts)
    {
        if (accountsMax == 0)
            return;
        lock (_gate)
        {
            if (!_books.TryGetValue(book, out var known))
                _books[book] = known = new CachedBook();
            foreach (var account in accounts)
                Remember(known, account, BatchSaver.Writes(account));
            if (_count <= accountsMax)
                return;
            foreach (var item in _books.Values)
                item.Accounts.Clear();
            _count = 0;
        }
    }

    /// <summary>What was believed of these accounts is wrong, or may be: their batch was not committed.</summary>
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

    /// <summary>The org has another book now.</summary>
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
        if (!known.Accounts.TryGetValue(id, out var account))
            return false;
        state.Load(account.ToAccount(id));
        return true;
    }

    private void Remember(CachedBook known, Account account, bool isWritten)
    {
        _count += known.Accounts.ContainsKey(account.Id) ? 0 : 1;
        known.Accounts[account.Id] = CachedAccount.After(account, isWritten);
    }
}

/// <summary>The known accounts of a book, and how well believing in them has worked lately.</summary>
internal sealed class CachedBook
{
    private int _pause;
    private int _batchesToWait;
    private bool _preloadAsked;

    internal Dictionary<long, CachedAccount> Accounts { get; } = [];

    /// <param name="accounts">Of the book.</param>
    /// <param name="further">No more than so many can be known besides.</param>
    internal void MakeRoom(int accounts, int further) => Accounts.EnsureCapacity(Math.Min(accounts, Accounts.Count + Math.Max(0, further)));

    /// <summary>Whether this batch is to be decided on what is loaded; counts it.</summary>
    internal bool Pauses() => _batchesToWait > 0 && _batchesToWait-- > 0;

    internal bool ShouldPreload() => !_preloadAsked && (_preloadAsked = true);

    internal void Failed(int pauseMax)
    {
        _pause = Math.Min(Math.Max(1, _pause * 2), pauseMax);
        _batchesToWait = _pause;
    }

    internal void Worked() => _pause /= 2;
}

/// <summary>An account as this process last saw or wrote it: what a plain force needs to be decided, and no more.</summary>
/// <param name="Kind">Never changes.</param>
/// <param name="Currency">Of all its movements.</param>
/// <param name="Balance">After the latest batch, which may not be committed yet.</param>
/// <param name="Version">The same; the database compares it.</param>
/// <param name="IsDelayed">Then the ordinary way is taken.</param>
internal readonly record struct CachedAccount(AccountKind Kind, Currency Currency, decimal Balance, long Version, bool IsDelayed)
{
    /// <param name="account">As the batch left it.</param>
    /// <param name="isWritten">Whether its row was updated, which raises the version.</param>
    internal static CachedAccount After(Account account, bool isWritten) =>
        new(account.Kind, account.Currency, account.Balance, account.Version + (isWritten ? 1 : 0), account.IsDelayed);

    internal Account ToAccount(long id) => new(id, Kind, Currency, Balance) { Version = Version, IsDelayed = IsDelayed };
}

/// <summary>Reads accounts to be believed in: no lock and no transaction, since the compare-and-swap comes later.</summary>
internal static class AccountPreload
{
    /// <summary>How many of the accounts there are.</summary>
    internal static Task<int> ReadAsync(NpgsqlConnection connection, BookId book, IReadOnlyCollection<long> ids, AccountCache known) =>
        ReadAsync(connection, $"SELECT {AccountColumns.List} FROM accounts WHERE book = $1 AND id = ANY($2)", book, new NpgsqlParameter<long[]> { TypedValue = [.. ids] }, known);

    /// <summary>The book's accounts, as many as are worth to be remembered.</summary>
    internal static async Task<int> ReadAllAsync(NpgsqlConnection connection, BookId book, int limit, AccountCache known)
    {
        await using (var count = new NpgsqlCommand("SELECT count(*) FROM (SELECT FROM accounts WHERE book = $1 LIMIT $2) AS worth", connection)
        {
            Parameters = { new NpgsqlParameter<Guid> { TypedValue = book.Value }, new NpgsqlParameter<int> { TypedValue = limit } },
        })
            known.MakeRoom(book, (int)(long)(await count.ExecuteScalarAsync())!);
        return await ReadAsync(
            connection, $"SELECT {AccountColumns.List} FROM accounts WHERE book = $1 ORDER BY id LIMIT $2", book, new NpgsqlParameter<int> { TypedValue = limit }, known);
    }

    private static async Task<int> ReadAsync(NpgsqlConnection connection, string sql, BookId book, NpgsqlParameter other, AccountCache known)
    {
        await using var command = new NpgsqlCommand(sql, connection) { Parameters = { new NpgsqlParameter<Guid> { TypedValue = book.Value }, other } };
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
