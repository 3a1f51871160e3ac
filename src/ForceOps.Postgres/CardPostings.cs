using System.Linq.Expressions;
using ForceOps.Postgres.Model;
using Microsoft.EntityFrameworkCore;

namespace ForceOps.Postgres;

/// <summary>Operations of one card dialect and merchant, as that dialect's own reads want them: in the ledger's terms, not the tables'.</summary>
public sealed class CardPostings(IDbContextFactory<LedgerDbContext> contexts)
{
    public Task<CardPosting?> FindAsync(OrgId org, Channel channel, long accountId, TrackingId trackingId) =>
        FirstAsync(org, channel, accountId, row => row.TrackingId == trackingId.Text);

    public Task<CardPosting?> FindAsync(OrgId org, Channel channel, long accountId, long id) =>
        FirstAsync(org, channel, accountId, row => row.Id == id);

    /// <summary>By the client's own id of the transaction, the newest first.</summary>
    public async Task<IReadOnlyList<CardPosting>> FindByMerchantTransactionAsync(OrgId org, long accountId, string id)
    {
        await using var context = await contexts.CreateDbContextAsync();
        var rows = await context.Authorizations.FromSql(
            $"""
            SELECT * FROM authorizations WHERE book = (SELECT book FROM orgs WHERE org = {org.Value}) AND channel = 'fiserv' AND (metadata::jsonb ->> 'merchantTransactionId') = {id}
                AND account_id = {accountId} ORDER BY id DESC LIMIT 100
            """).ToListAsync();
        return await WithCancellationsAsync(context, rows);
    }

    /// <summary>By the client's own id of the order, the newest first.</summary>
    public async Task<IReadOnlyList<CardPosting>> FindByMerchantOrderAsync(OrgId org, long accountId, string id)
    {
        await using var context = await contexts.CreateDbContextAsync();
        var rows = await context.Authorizations.FromSql(
            $"""
            SELECT * FROM authorizations WHERE book = (SELECT book FROM orgs WHERE org = {org.Value}) AND channel = 'fiserv' AND (metadata::jsonb ->> 'merchantOrderId') = {id}
                AND account_id = {accountId} ORDER BY id DESC LIMIT 100
            """).ToListAsync();
        return await WithCancellationsAsync(context, rows);
    }

    private async Task<CardPosting?> FirstAsync(
        OrgId org, Channel channel, long accountId, Expression<Func<AuthorizationRow, bool>> which)
    {
        await using var context = await contexts.CreateDbContextAsync();
        var stored = StoredText.Of(channel);
        var rows = await context.AuthorizationsOf(org)
            .Where(row => row.Channel == stored && row.AccountId == accountId).Where(which).Take(1).ToListAsync();
        return (await WithCancellationsAsync(context, rows)).SingleOrDefault();
    }

    private static async Task<IReadOnlyList<CardPosting>> WithCancellationsAsync(
        LedgerDbContext context, List<AuthorizationRow> rows)
    {
        if (rows.Count == 0)
            return [];
        var ids = rows.Select(row => (long?)row.Id).ToList();
        // Another dialect may have taken something back as well, in words that this one cannot read.
        var (book, channel) = (rows[0].Book, rows[0].Channel);
        var cancellations = (await context.Authorizations
            .Where(row => row.Book == book && row.ParentId != null && ids.Contains(row.ParentId) && row.Channel == channel)
            .OrderBy(row => row.Id).ToListAsync())
            .ToLookup(row => row.ParentId);
        return [.. rows.Select(row => new CardPosting(StoredAuthorization.Of(row), [.. cancellations[row.Id].Select(StoredAuthorization.Of)]))];
    }
}
