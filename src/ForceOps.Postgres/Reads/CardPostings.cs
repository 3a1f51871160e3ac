using System.Linq.Expressions;
using ForceOps.Postgres.Schema;
using Microsoft.EntityFrameworkCore;

namespace ForceOps.Postgres.Reads;

/// <summary>
/// Reads operations of one card dialect and merchant for that dialect's own reads. The results are in the ledger's terms, not in
/// those of the tables.
/// </summary>
public sealed class CardPostings(IDbContextFactory<LedgerDbContext> contexts)
{
    private const string SelectHead =
        "SELECT * FROM authorizations WHERE book = {0} AND channel = 'fiserv' AND (metadata::jsonb ->> '";

    private const string SelectTail = "') = {1} AND account_id = {2} ORDER BY id DESC LIMIT 100";

    public Task<CardPosting?> FindAsync(OrgId org, Channel channel, long accountId, TrackingId trackingId) =>
        FirstAsync(org, channel, accountId, row => row.TrackingId == trackingId.Text);

    public Task<CardPosting?> FindAsync(OrgId org, Channel channel, long accountId, long id) =>
        FirstAsync(org, channel, accountId, row => row.Id == id);

    /// <summary>Finds operations by the client's own id of the transaction, newest first.</summary>
    public Task<IReadOnlyList<CardPosting>> FindByMerchantTransactionAsync(OrgId org, long accountId, string id) =>
        FindByMemberAsync(SelectHead + "merchantTransactionId" + SelectTail, org, accountId, id);

    /// <summary>Finds operations by the client's own id of the order, newest first.</summary>
    public Task<IReadOnlyList<CardPosting>> FindByMerchantOrderAsync(OrgId org, long accountId, string id) =>
        FindByMemberAsync(SelectHead + "merchantOrderId" + SelectTail, org, accountId, id);

    /// <summary>
    /// Runs one of two constant statements; the member's name stands in its text, since an expression index serves only that.
    /// </summary>
    private async Task<IReadOnlyList<CardPosting>> FindByMemberAsync(string select, OrgId org, long accountId, string id)
    {
        await using var context = await contexts.CreateDbContextAsync();
        var rows = await context.Authorizations.FromSqlRaw(select, await context.BookOfAsync(org), id, accountId).ToListAsync();
        return await WithCancellationsAsync(context, rows);
    }

    private async Task<CardPosting?> FirstAsync(
        OrgId org, Channel channel, long accountId, Expression<Func<AuthorizationRow, bool>> which)
    {
        await using var context = await contexts.CreateDbContextAsync();
        var stored = ColumnText.Of(channel);
        var rows = await (await context.OfAsync(org, context.Authorizations))
            .Where(row => row.Channel == stored && row.AccountId == accountId).Where(which).Take(1).ToListAsync();
        return (await WithCancellationsAsync(context, rows)).SingleOrDefault();
    }

    private static async Task<IReadOnlyList<CardPosting>> WithCancellationsAsync(
        LedgerDbContext context, List<AuthorizationRow> rows)
    {
        if (rows.Count == 0)
            return [];
        var ids = rows.Select(row => (long?)row.Id).ToList();
        // Another dialect may have canceled a part as well, in a form that this dialect cannot read.
        var (book, channel) = (rows[0].Book, rows[0].Channel);
        var cancellations = (await context.Authorizations
            .Where(row => row.Book == book && row.ParentId != null && ids.Contains(row.ParentId) && row.Channel == channel)
            .OrderBy(row => row.Id).ToListAsync())
            .ToLookup(row => row.ParentId);
        return [.. rows.Select(row => new CardPosting(
            StoredAuthorization.Of(row), [.. cancellations[row.Id].Select(StoredAuthorization.Of)]))];
    }
}

/// <summary>
/// Holds a posted operation of a card dialect with its cancellations by the same dialect, in the order of posting.
/// </summary>
public sealed record CardPosting(Authorization Authorization, IReadOnlyList<Authorization> Cancellations);

/// <summary>Stores what the card dialects remember without posting: initialised and declined transactions.</summary>
public sealed class Attempts(IDbContextFactory<LedgerDbContext> contexts)
{
    public async Task<AttemptRow?> FindAsync(OrgId org, TrackingId trackingId)
    {
        await using var context = await contexts.CreateDbContextAsync();
        return await (await context.OfAsync(org, context.Attempts)).SingleOrDefaultAsync(row => row.TrackingId == trackingId.Text);
    }

    public async Task<AttemptRow?> FindAsync(OrgId org, long id)
    {
        await using var context = await contexts.CreateDbContextAsync();
        return await (await context.OfAsync(org, context.Attempts)).SingleOrDefaultAsync(row => row.Id == id);
    }

    /// <summary>
    /// Adds a transaction, or declines one that was initialised. Returns false when the tracking id is in use: it is posted or
    /// declined, or it is initialised and <paramref name="row"/> does not decline it.
    /// </summary>
    public async Task<bool> AddAsync(OrgId org, AttemptRow row)
    {
        await using var context = await contexts.CreateDbContextAsync();
        var book = await context.BookOfAsync(org);
        var written = await context.Database.ExecuteSqlAsync(
            $"""
            INSERT INTO attempts (book, id, tracking_id, channel, account_id, declined, amount, currency, metadata, created_at)
            SELECT books.book, {row.Id}, {row.TrackingId}, {row.Channel}, {row.AccountId}, {row.Declined}, {row.Amount}, {row.Currency},
                {row.Metadata}, {row.CreatedAt}
            FROM books WHERE books.book = {book}
                AND NOT EXISTS (SELECT 1 FROM authorizations WHERE authorizations.book = {book} AND tracking_id = {row.TrackingId})
            ON CONFLICT (book, tracking_id) DO UPDATE SET declined = true, amount = excluded.amount, currency = excluded.currency,
                metadata = excluded.metadata, created_at = excluded.created_at
            WHERE excluded.declined AND NOT attempts.declined
            """);
        return written > 0;
    }
}

/// <summary>Converts a forced operation's row to the terms of the ledger.</summary>
internal static class StoredAuthorization
{
    internal static Authorization Of(AuthorizationRow row) => new()
    {
        Id = row.Id,
        TrackingId = TrackingId.Parse(row.TrackingId!),
        Type = ColumnText.ToAuthorizationType(row.Type),
        Channel = ColumnText.ToChannel(row.Channel),
        AccountId = row.AccountId,
        ProcessingCode = ProcessingCode.Parse(row.ProcessingCode),
        Impact = (BalanceImpact)row.Impact,
        Amount = row.Amount,
        Fee = row.Fee,
        Currency = Currency.Parse(row.Currency),
        Descriptor = row.Descriptor,
        Metadata = row.Metadata,
        ParentId = row.ParentId,
        EventDate = row.EventDate,
        CanceledAmount = row.CanceledAmount,
        CanceledFee = row.CanceledFee,
        InTimeline = row.InTimeline,
        CorrelationId = row.Cid,
        CancelsAll = row.AskedAll,
        CancelsFees = row.AskedFees,
    };
}
