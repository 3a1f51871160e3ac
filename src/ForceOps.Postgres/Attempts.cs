using ForceOps.Postgres.Model;
using Microsoft.EntityFrameworkCore;

namespace ForceOps.Postgres;

/// <summary>What the card dialects remember without posting: initialised and declined transactions.</summary>
public sealed class Attempts(IDbContextFactory<LedgerDbContext> contexts)
{
    public async Task<AttemptRow?> FindAsync(OrgId org, TrackingId trackingId)
    {
        await using var context = await contexts.CreateDbContextAsync();
        return await context.AttemptsOf(org).SingleOrDefaultAsync(row => row.TrackingId == trackingId.Text);
    }

    public async Task<AttemptRow?> FindAsync(OrgId org, long id)
    {
        await using var context = await contexts.CreateDbContextAsync();
        return await context.AttemptsOf(org).SingleOrDefaultAsync(row => row.Id == id);
    }

    /// <summary>False when the tracking id is in use: posted, declined, or initialised and this is no decline of it.</summary>
    public async Task<bool> AddAsync(OrgId org, AttemptRow row)
    {
        await using var context = await contexts.CreateDbContextAsync();
        var written = await context.Database.ExecuteSqlAsync(
            $"""
            INSERT INTO attempts (book, id, tracking_id, channel, account_id, declined, amount, currency, metadata, created_at)
            SELECT orgs.book, {row.Id}, {row.TrackingId}, {row.Channel}, {row.AccountId}, {row.Declined}, {row.Amount}, {row.Currency},
                {row.Metadata}, {row.CreatedAt}
            FROM orgs WHERE orgs.org = {org.Value}
                AND NOT EXISTS (SELECT FROM authorizations WHERE authorizations.book = orgs.book AND tracking_id = {row.TrackingId})
            ON CONFLICT (book, tracking_id) DO UPDATE SET declined = true, amount = excluded.amount, currency = excluded.currency,
                metadata = excluded.metadata, created_at = excluded.created_at
            WHERE excluded.declined AND NOT attempts.declined
            """);
        return written > 0;
    }
}
