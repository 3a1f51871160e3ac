using ForceOps.Postgres.Books;
using ForceOps.Postgres.Schema;
using Npgsql;

namespace ForceOps.Postgres.Writing;

/// <summary>Holds what a batch found in the database.</summary>
/// <param name="Book">The book that the org points at now; the rows belong to the book that was asked for.</param>
/// <param name="Currency">The org's currency.</param>
/// <param name="RulesVersion">The version of the org's processing codes.</param>
/// <param name="SettledBelow">The org's limit of card settlement: every authorization with a smaller id is settled.</param>
/// <param name="FirstId">The first id of the batch's block of ids.</param>
/// <param name="AnyDelayed">True when any operation waits in the book to be posted.</param>
internal sealed record LoadedRows(BookId Book, string Currency, long RulesVersion, long SettledBelow, long FirstId, bool AnyDelayed)
{
    /// <summary>The accounts, which are locked unless the batch only accepts operations for later.</summary>
    internal List<Account> Accounts { get; private init; } = [];

    /// <summary>The authorizations, read after the locks.</summary>
    internal List<Authorization> Authorizations { get; } = [];

    /// <summary>
    /// What the transfers of held money took that the batch is to cancel, and the last changes of the pre-authorizations that it names.
    /// </summary>
    internal List<HoldChange> HoldChanges { get; } = [];

    /// <summary>The waiting operations under the batch's tracking ids.</summary>
    internal List<DelayedOperation> Delayed { get; } = [];

    /// <summary>The ids of those delayed operations of the batch that still wait and that this transaction alone holds.</summary>
    internal HashSet<long> Claimed { get; private init; } = [];

    /// <summary>Reads the answers to the statements of <see cref="BatchLoader"/>, in the order of the statements.</summary>
    internal static async Task<LoadedRows> ReadAsync(NpgsqlDataReader reader, LoadRequest request, bool withFunds)
    {
        var claimed = request.Delayed.Count > 0 ? await ReadClaimedAsync(reader) : [];
        var accounts = new List<Account>();
        while (await reader.ReadAsync())
            accounts.Add(AccountColumns.Read(reader, withFunds));
        await reader.NextResultAsync();
        if (!await reader.ReadAsync())
            throw new InvalidOperationException($"org {request.Org} does not exist");
        var (book, currency, version) = (new BookId(reader.GetGuid(0)), reader.GetString(1), reader.GetInt64(2));
        var (settledBelow, firstId) = (reader.GetInt64(3), reader.GetInt64(4));
        if (request.Distributed is not null)
        {
            if (request.WaitsForCopy)
                await reader.NextResultAsync();
            await reader.NextResultAsync();
            await reader.ReadAsync();
        }
        var anyDelayed = reader.GetBoolean(request.Distributed is null ? 5 : 0);
        var rows = new LoadedRows(book, currency, version, settledBelow, firstId, anyDelayed)
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
        if (request.Prefetch.AnyHeldBefore)
            await rows.ReadHoldChangesAsync(reader);
        if (request.Prefetch.AnyLastChange)
            await rows.ReadHoldChangesAsync(reader);
        while (await reader.NextResultAsync())
        {
            while (await reader.ReadAsync())
                rows.Authorizations.Add(AuthorizationColumns.Read(reader));
        }
        return rows;
    }

    private async Task ReadHoldChangesAsync(NpgsqlDataReader reader)
    {
        await reader.NextResultAsync();
        while (await reader.ReadAsync())
            HoldChanges.Add(HoldChangeColumns.Read(reader));
    }

    /// <summary>
    /// Reads the claimed ids, all or none: where another process has begun, going on with the rest would post an account's
    /// operations out of order.
    /// </summary>
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

/// <summary>
/// Lists the columns of an account that the rules need, and reads a row into an account. Forces need few columns; only transfers
/// look at funds.
/// </summary>
internal static class AccountColumns
{
    internal const string List =
        "id, kind, status, currency, balance, version, processing = 'delayed', fees, credit_limit, held";

    internal const string WithFunds = List + ", limit_per_operation, limit_per_day, spent_on, spent";

    internal static Account Read(NpgsqlDataReader row, bool withFunds) =>
        new(row.GetInt64(0), ColumnText.ToAccountKind(row.GetString(1)), Currency.Parse(row.GetString(3)), row.GetDecimal(4))
        {
            Version = row.GetInt64(5),
            Status = AccountStatus.Parse(row.GetString(2)),
            IsDelayed = row.GetBoolean(6),
            Fees = row.IsDBNull(7) ? null : AccountFees.Read(row.GetString(7)),
            Headroom = row.GetDecimal(8) - row.GetDecimal(9),
            Funds = withFunds
                ? new AccountFunds(
                    row.GetDecimal(8),
                    row.IsDBNull(10) ? null : row.GetDecimal(10),
                    row.IsDBNull(11) ? null : row.GetDecimal(11),
                    row.IsDBNull(12) ? null : row.GetFieldValue<DateOnly>(12),
                    row.GetDecimal(13))
                {
                    Held = row.GetDecimal(9),
                }
                : null,
        };
}

/// <summary>Lists the columns of an authorization that the rules need, and reads a row into an authorization.</summary>
internal static class AuthorizationColumns
{
    /// <summary>
    /// The columns to read. The second side of a transfer has no tracking id of its own: the pair owns the tracking id once.
    /// </summary>
    internal const string List =
        "id, coalesce(tracking_id, (SELECT owner.tracking_id FROM authorizations owner WHERE owner.book = $1 AND owner.id = authorizations.counterpart_id)), type, channel, account_id, processing_code, impact, amount, fee, currency, descriptor, metadata, parent_id, "
        + "original_id, original_on_network, value_date, event_date, canceled_amount, canceled_fee, asked_all, asked_fees, in_timeline, cid, counterpart_id, external, denied";

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
        Denied = row.IsDBNull(25) ? null : ColumnText.ToLedgerError(row.GetString(25)),
    };
}

/// <summary>Lists the columns of a change of a hold, and reads a row into one.</summary>
internal static class HoldChangeColumns
{
    internal const string List = "hold_id, authorization_id, account_id, change, held, balance, headroom";

    internal static HoldChange Read(NpgsqlDataReader row) => new(
        row.GetInt64(0), row.GetInt64(1), row.GetInt64(2), row.GetDecimal(3), row.GetDecimal(4), row.GetDecimal(5), row.GetDecimal(6));
}

/// <summary>Lists the columns of a delayed operation that the rules need, and reads a row into a delayed operation.</summary>
internal static class DelayedColumns
{
    internal const string List = "id, operation, account_id, other_account_id, accepted_at, due_at";

    internal static DelayedOperation Read(NpgsqlDataReader row) => new(
        row.GetInt64(0), OperationJson.Read(row.GetString(1)),
        new TouchedAccounts(row.GetInt64(2), row.IsDBNull(3) ? null : row.GetInt64(3)),
        row.GetFieldValue<DateTimeOffset>(4), row.GetFieldValue<DateTimeOffset>(5));
}
