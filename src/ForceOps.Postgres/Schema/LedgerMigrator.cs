using System.Reflection;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.EntityFrameworkCore.Storage;
using Npgsql;

namespace ForceOps.Postgres.Schema;

/// <summary>Brings the tables to this build's form. Several processes may start at once: one of them migrates.</summary>
public sealed class LedgerMigrator(NpgsqlDataSource database, IDbContextFactory<LedgerDbContext> contexts)
{
    /// <summary>Any number that no other program takes for its own advisory lock in this database: "ForceOps" in ASCII.</summary>
    private const long LockKey = 0x466F7263654F7073;

    /// <summary>A migration of a large ledger takes minutes, and so does waiting for another process that runs it.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(30);

    /// <exception cref="LedgerTooNewException">The tables were migrated by a newer build.</exception>
    public async Task MigrateAsync(CancellationToken cancel)
    {
        if (await IsUpToDateAsync(cancel))
            return;
        await using var context = await contexts.CreateDbContextAsync(cancel);
        context.Database.SetCommandTimeout(Patience);
        var creator = context.GetService<IRelationalDatabaseCreator>();
        if (!await creator.ExistsAsync(cancel))
            await creator.CreateAsync(cancel);
        await context.Database.OpenConnectionAsync(cancel);
        // EF Core's own lock ends with each migration's transaction, and the next one is not looked for again: two processes ran it twice.
        await context.Database.ExecuteSqlAsync($"SELECT pg_advisory_lock({LockKey})", cancel);
        try
        {
            await context.Database.MigrateAsync(cancel);
        }
        finally
        {
            await context.Database.ExecuteSqlAsync($"SELECT pg_advisory_unlock({LockKey})", CancellationToken.None);
        }
        var unknown = (await context.Database.GetAppliedMigrationsAsync(cancel)).Except(context.Database.GetMigrations(), StringComparer.Ordinal).ToList();
        if (unknown.Count > 0)
            throw new LedgerTooNewException(unknown);
    }

    /// <summary>Nearly every start has nothing to do, and EF Core takes half a second, and memory for good, to find that out.</summary>
    private async Task<bool> IsUpToDateAsync(CancellationToken cancel)
    {
        try
        {
            await using var command = database.CreateCommand("SELECT \"MigrationId\" FROM \"__EFMigrationsHistory\"");
            await using var reader = await command.ExecuteReaderAsync(cancel);
            var applied = new HashSet<string>(StringComparer.Ordinal);
            while (await reader.ReadAsync(cancel))
                applied.Add(reader.GetString(0));
            return applied.SetEquals(typeof(LedgerMigrator).Assembly.GetTypes().Select(type => type.GetCustomAttribute<MigrationAttribute>()?.Id).OfType<string>());
        }
        catch (PostgresException error) when (error.SqlState is PostgresErrorCodes.UndefinedTable or PostgresErrorCodes.InvalidCatalogName)
        {
            return false;
        }
    }
}

/// <summary>An old build on new tables would not know what it overlooks.</summary>
public sealed class LedgerTooNewException(IEnumerable<string> migrations)
    : Exception($"the database was migrated by a newer ForceOps (it has {string.Join(", ", migrations)}): use that version, or another database");
