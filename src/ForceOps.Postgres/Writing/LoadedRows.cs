using Npgsql;

namespace ForceOps.Postgres.Writing;

/// <summary>What a batch found in the database.</summary>
/// <param name="Book">That the org points at now; the rows are of the one that was asked for.</param>
/// <param name="Currency">Of the org.</param>
/// <param name="RulesVersion">Of the org's processing codes.</param>
/// <param name="SettledBelow">Of the org: what has a smaller id is settled.</param>
/// <param name="FirstId">First of the batch's block of ids.</param>
/// <param name="AnyDelayed">Whether anything waits in the book to be posted.</param>
internal sealed record LoadedRows(BookId Book, string Currency, long RulesVersion, long SettledBelow, long FirstId, bool AnyDelayed)
{
    /// <summary>Locked, unless the batch only accepts.</summary>
    internal List<Account> Accounts { get; private init; } = [];

    /// <summary>Read after the locks.</summary>
    internal List<Authorization> Authorizations { get; } = [];

    /// <summary>What waits under the batch's tracking ids.</summary>
    internal List<DelayedOperation> Delayed { get; } = [];

    /// <summary>Of the delayed operations that the batch is to post, those that are still there and this transaction's alone.</summary>
    internal HashSet<long> Claimed { get; private init; } = [];

    /// <summary>The answers to the statements of <see cref="BooksLoader"/>, in their order.</summary>
    internal static async Task<LoadedRows> ReadAsync(NpgsqlDataReader reader, LoadRequest request, bool withFunds)
    {
        var claimed = request.Delayed.Count > 0 ? await ReadClaimedAsync(reader) : [];
        var accounts = new List<Account>();
        while (await reader.ReadAsync())
            accounts.Add(AccountColumns.Read(reader, withFunds));
        await reader.NextResultAsync();
        if (!await reader.ReadAsync())
            throw new InvalidOperationException($"org {request.Org} does not exist");
        var rows = new LoadedRows(
            new BookId(reader.GetGuid(0)), reader.GetString(1), reader.GetInt64(2), reader.GetInt64(3), reader.GetInt64(4), reader.GetBoolean(5))
        {
            Accounts = accounts,
            Claimed = claimed,
        };
        if (request.LooksForDelayed)
        {
            await reader.NextResultAsync();
            while (await reader.ReadAsync())
                rows.Delayed.Add(DelayedColumns.Read(reader));
        }
        while (await reader.NextResultAsync())
        {
            while (await reader.ReadAsync())
                rows.Authorizations.Add(AuthorizationColumns.Read(reader));
        }
        return rows;
    }

    /// <summary>All or none: where another process has begun, going on with the rest would post an account's operations out of order.</summary>
    private static async Task<HashSet<long>> ReadClaimedAsync(NpgsqlDataReader reader)
    {
        var (claimed, all) = (new HashSet<long>(), true);
        while (await reader.ReadAsync())
        {
            claimed.Add(reader.GetInt64(0));
            all &= reader.GetBoolean(1);
        }
        await reader.NextResultAsync();
        return all ? claimed : [];
    }
}
