using Microsoft.EntityFrameworkCore;

namespace ForceOps.Postgres;

/// <summary>Brings the tables to this build's form. Several processes may start at once: EF Core lets one of them migrate.</summary>
public sealed class LedgerMigrator(IDbContextFactory<LedgerDbContext> contexts)
{
    /// <exception cref="LedgerTooNewException">The tables were migrated by a newer build.</exception>
    public async Task MigrateAsync(CancellationToken cancel)
    {
        await using var context = await contexts.CreateDbContextAsync(cancel);
        await context.Database.MigrateAsync(cancel);
        var unknown = (await context.Database.GetAppliedMigrationsAsync(cancel)).Except(context.Database.GetMigrations(), StringComparer.Ordinal).ToList();
        if (unknown.Count > 0)
            throw new LedgerTooNewException(unknown);
    }
}
