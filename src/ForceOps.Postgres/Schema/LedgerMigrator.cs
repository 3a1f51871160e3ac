using System.Reflection;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.EntityFrameworkCore.Storage;
using Npgsql;

namespace ForceOps.Postgres.Schema;

/// <summary>Migrates the tables to the form of this build. Several processes may start at once: one of them migrates.</summary>
public sealed class LedgerMigrator(NpgsqlDataSource database, IDbContextFactory<LedgerDbContext> contexts)
{
    /// <summary>
    /// The key of the advisory lock: "ForceOps" in ASCII. It may be any number that no other program uses for its own advisory
    /// lock in this database.
    /// </summary>
    private const long LockKey = 0x466F7263654F7073;

    /// <summary>
    /// The time limit of a statement. A migration of a large ledger takes minutes, and so does waiting for another process that
    /// runs it.
    /// </summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(30);

    /// <summary>Migrates without a word about a database that it creates.</summary>
    public Task MigrateAsync(CancellationToken cancel) => MigrateAsync(_ => { }, cancel);

    /// <param name="databaseMade">
    /// The callback that gets the name of a database that did not exist and was created. A misspelt name would otherwise look like
    /// lost data.
    /// </param>
    /// <exception cref="LedgerTooNewException">The tables were migrated by a newer build.</exception>
    public async Task MigrateAsync(Action<string> databaseMade, CancellationToken cancel)
    {
        if (await IsUpToDateAsync(cancel))
            return;
        await using var context = await contexts.CreateDbContextAsync(cancel);
        context.Database.SetCommandTimeout(Patience);
        var creator = context.GetService<IRelationalDatabaseCreator>();
        if (!await creator.ExistsAsync(cancel))
        {
            await creator.CreateAsync(cancel);
            databaseMade(context.Database.GetDbConnection().Database);
        }
        await context.Database.OpenConnectionAsync(cancel);
        // EF Core's own lock ends with each migration's transaction, and EF Core does not check again whether the next migration
        // is still to be run: two processes ran the same migration twice.
        await context.Database.ExecuteSqlAsync($"SELECT pg_advisory_lock({LockKey})", cancel);
        try
        {
            // Before EF Core reads it: a read of a table that is not there is an ERROR in the server's log at every first start.
            await context.GetService<IHistoryRepository>().CreateIfNotExistsAsync(cancel);
            await context.Database.MigrateAsync(cancel);
        }
        finally
        {
            await context.Database.ExecuteSqlAsync($"SELECT pg_advisory_unlock({LockKey})", CancellationToken.None);
        }
        var unknown = (await context.Database.GetAppliedMigrationsAsync(cancel)).Except(
            context.Database.GetMigrations(), StringComparer.Ordinal).ToList();
        if (unknown.Count > 0)
            throw new LedgerTooNewException(unknown);
    }

    /// <summary>
    /// Tells whether exactly this build's migrations are applied. Nearly every start has nothing to migrate, and EF Core takes
    /// half a second, and memory that it never frees, to find that out.
    /// </summary>
    private async Task<bool> IsUpToDateAsync(CancellationToken cancel)
    {
        try
        {
            await using var connection = await database.OpenConnectionAsync(cancel);
            // Asked first: a statement on a table that is not there would be an ERROR in the server's log at every first start.
            await using (var there = new NpgsqlCommand("SELECT to_regclass('\"__EFMigrationsHistory\"') IS NOT NULL", connection))
            {
                if (!(bool)(await there.ExecuteScalarAsync(cancel))!)
                    return false;
            }
            await using var command = new NpgsqlCommand("SELECT \"MigrationId\" FROM \"__EFMigrationsHistory\"", connection);
            await using var reader = await command.ExecuteReaderAsync(cancel);
            var applied = new HashSet<string>(StringComparer.Ordinal);
            while (await reader.ReadAsync(cancel))
                applied.Add(reader.GetString(0));
            return applied.SetEquals(typeof(
                LedgerMigrator).Assembly.GetTypes().Select(type => type.GetCustomAttribute<MigrationAttribute>()?.Id).OfType<string>());
        }
        catch (PostgresException error) when (error.SqlState is PostgresErrorCodes.UndefinedTable or PostgresErrorCodes.InvalidCatalogName)
        {
            return false;
        }
    }
}

/// <summary>
/// Reports that a newer build has migrated the tables. An old build must not run on them, since it would not know what it
/// overlooks.
/// </summary>
public sealed class LedgerTooNewException(IEnumerable<string> migrations)
    : Exception($"the database was migrated by a newer ForceOps (it has {string.Join(
        ", ", migrations)}): use that version, or another database");
