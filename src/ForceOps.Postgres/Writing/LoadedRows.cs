using ForceOps.Postgres.Books;
using ForceOps.Postgres.Orgs;
using ForceOps.Postgres.Schema;
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

    /// <summary>The answers to the statements of <see cref="BatchLoader"/>, in their order.</summary>
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

/// <summary>The columns of an account that the rules need, and how a row becomes one. Forces need few; only transfers look at funds.</summary>
internal static class AccountColumns
{
    internal const string List = "id, kind, status, currency, balance, version, processing = 'delayed'";

    internal const string WithFunds = List + ", credit_limit, limit_per_operation, limit_per_day, spent_on, spent";

    internal static Account Read(NpgsqlDataReader row, bool withFunds) =>
        new(row.GetInt64(0), ColumnText.ToAccountKind(row.GetString(1)), Currency.Parse(row.GetString(3)), row.GetDecimal(4))
        {
            Version = row.GetInt64(5),
            Status = ColumnText.ToAccountStatus(row.GetString(2)),
            IsDelayed = row.GetBoolean(6),
            Funds = withFunds
                ? new AccountFunds(
                    row.GetDecimal(7),
                    row.IsDBNull(8) ? null : row.GetDecimal(8),
                    row.IsDBNull(9) ? null : row.GetDecimal(9),
                    row.IsDBNull(10) ? null : row.GetFieldValue<DateOnly>(10),
                    row.GetDecimal(11))
                : null,
        };
}

/// <summary>The columns of an authorization that the rules need, and how a row becomes one.</summary>
internal static class AuthorizationColumns
{
    /// <summary>The second side of a transfer has no tracking id of its own: the pair owns it once.</summary>
    internal const string List =
        "id, coalesce(tracking_id, (SELECT owner.tracking_id FROM authorizations owner WHERE owner.book = $1 AND owner.id = authorizations.counterpart_id)), type, channel, account_id, processing_code, impact, amount, fee, currency, descriptor, metadata, parent_id, "
        + "original_id, original_on_network, value_date, event_date, canceled_amount, canceled_fee, asked_all, asked_fees, in_timeline, cid, counterpart_id, external";

    internal static Authorization Read(NpgsqlDataReader row) => new()
    {
        Id = row.GetInt64(0),
        TrackingId = TrackingId.Parse(row.GetString(1)),
        Type = ColumnText.ToAuthorizationType(row.GetString(2)),
        Channel = ColumnText.ToChannel(row.GetString(3)),
        AccountId = row.GetInt64(4),
        ProcessingCode = ProcessingCode.Parse(row.GetString(5)),
        Impact = (BalanceImpact)row.GetInt16(6),
        Amount = row.GetDecimal(7),
        Fee = row.GetDecimal(8),
        Currency = Currency.Parse(row.GetString(9)),
        Descriptor = row.IsDBNull(10) ? null : row.GetString(10),
        Metadata = row.IsDBNull(11) ? null : row.GetString(11),
        ParentId = row.IsDBNull(12) ? null : row.GetInt64(12),
        Original = row.IsDBNull(13) ? null : new OriginalAuthorization(row.GetInt64(13), row.GetBoolean(14)),
        ValueDate = row.IsDBNull(15) ? null : row.GetFieldValue<DateTimeOffset>(15),
        EventDate = row.GetFieldValue<DateTimeOffset>(16),
        CanceledAmount = row.GetDecimal(17),
        CanceledFee = row.GetDecimal(18),
        CancelsAll = row.GetBoolean(19),
        CancelsFees = row.GetBoolean(20),
        InTimeline = row.GetBoolean(21),
        CorrelationId = row.GetString(22),
        CounterpartId = row.IsDBNull(23) ? null : row.GetInt64(23),
        External = row.IsDBNull(24) ? null : row.GetString(24),
    };
}

/// <summary>The columns of a delayed operation that the rules need, and how a row becomes one.</summary>
internal static class DelayedColumns
{
    internal const string List = "id, operation, account_id, other_account_id, accepted_at, due_at";

    internal static DelayedOperation Read(NpgsqlDataReader row) => new(
        row.GetInt64(0), OperationJson.Read(row.GetString(1)), new TouchedAccounts(row.GetInt64(2), row.IsDBNull(3) ? null : row.GetInt64(3)),
        row.GetFieldValue<DateTimeOffset>(4), row.GetFieldValue<DateTimeOffset>(5));
}
