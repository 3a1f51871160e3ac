using System.Reflection;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.EntityFrameworkCore.Storage;
using Npgsql;

namespace ForceOps.Postgres.Schema;

/// <summary>
/// Migrates the tables to the form of this build, and gives the service's user its rights. Several processes may start at once: one of
/// them migrates.
/// </summary>
/// <param name="database">The database, as the owner of the tables.</param>
/// <param name="service">The user that the service works as; null when that is the user of <paramref name="database"/>.</param>
/// <param name="isDistributed">True when the tables of the books are to be distributed over the servers of a cluster.</param>
public sealed class LedgerMigrator(NpgsqlDataSource database, ServiceUser? service = null, bool isDistributed = false)
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

    /// <summary>EF Core's table of applied migrations, which other programs with EF Core have too.</summary>
    private const string HistoryTable = "__EFMigrationsHistory";

    /// <summary>The ids of this build's migrations.</summary>
    private static IEnumerable<string> Known =>
        typeof(LedgerMigrator).Assembly.GetTypes().Select(type => type.GetCustomAttribute<MigrationAttribute>()?.Id).OfType<string>();

    /// <summary>Gets whether the service works as a user of its own that may yet remove what is posted, as only an owner should.</summary>
    public bool ServiceMayRemove { get; private set; }

    /// <summary>Migrates without a word about a database that it creates.</summary>
    public Task MigrateAsync(CancellationToken cancel) => MigrateAsync(_ => { }, cancel);

    /// <param name="databaseMade">
    /// The callback that gets the name of a database that did not exist and was created. A misspelt name would otherwise look like
    /// lost data.
    /// </param>
    /// <exception cref="LedgerTooNewException">The tables were migrated by a newer build. Nothing was changed.</exception>
    /// <exception cref="ForeignDatabaseException">The database is another program's. Nothing was made in it.</exception>
    /// <exception cref="RightMissingException">The service's user may not do all that the service does.</exception>
    /// <exception cref="UnfitClusterException">The database cannot be used in the way that was asked for.</exception>
    public async Task MigrateAsync(Action<string> databaseMade, CancellationToken cancel)
    {
        if (!await IsReadyAsync(cancel))
            await MakeReadyAsync(databaseMade, cancel);
    }

    private async Task MakeReadyAsync(Action<string> databaseMade, CancellationToken cancel)
    {
        await using var context = LedgerDatabase.Context(database);
        context.Database.SetCommandTimeout(Patience);
        var creator = context.GetService<IRelationalDatabaseCreator>();
        if (!await creator.ExistsAsync(cancel))
        {
            await creator.CreateAsync(cancel);
            databaseMade(context.Database.GetDbConnection().Database);
        }
        await context.Database.OpenConnectionAsync(cancel);
        var connection = (NpgsqlConnection)context.Database.GetDbConnection();
        // EF Core's own lock ends with each migration's transaction, and EF Core does not check again whether the next migration
        // is still to be run: two processes ran the same migration twice.
        await context.Database.ExecuteSqlAsync($"SELECT pg_advisory_lock({LockKey})", cancel);
        try
        {
            await RefuseOthersAsync(connection, cancel);
            // Before EF Core reads it: a read of a table that is not there is an ERROR in the server's log at every first start.
            await context.GetService<IHistoryRepository>().CreateIfNotExistsAsync(cancel);
            await context.Database.MigrateAsync(cancel);
            if (isDistributed)
                await Distribution.MakeAsync(connection, context, cancel);
            if (service is not null)
                await ServiceRights.GrantAsync(connection, service, cancel);
            if (await MissingRightAsync(connection, cancel) is { } missing)
                throw new RightMissingException(service?.Name, missing);
        }
        finally
        {
            await context.Database.ExecuteSqlAsync($"SELECT pg_advisory_unlock({LockKey})", CancellationToken.None);
        }
    }

    /// <summary>
    /// Looks, before anything is made, whether the database is the ledger's or empty. A setting may name the database of another program
    /// (DATABASE_URL often does), and tables that appear in it are hard to take out again.
    /// </summary>
    private static async Task RefuseOthersAsync(NpgsqlConnection connection, CancellationToken cancel)
    {
        var applied = await AppliedAsync(connection, cancel);
        var unknown = applied.Except(Known, StringComparer.Ordinal).Order(StringComparer.Ordinal).ToList();
        if (unknown.Count > 0 && unknown.Count < applied.Count)
            throw new LedgerTooNewException(unknown);
        if (unknown.Count > 0)
            throw new ForeignDatabaseException($"its {HistoryTable} has {Listed(unknown)}");
        if (applied.Count == 0 && await OthersTablesAsync(connection, cancel) is { Count: > 0 } tables)
            throw new ForeignDatabaseException($"it has {Listed(tables)}");
    }

    private static string Listed(List<string> names) =>
        string.Join(", ", names.Take(3)) + (names.Count > 3 ? $" and {names.Count - 3} more" : "");

    /// <summary>
    /// Reads the names of the tables and views in the schema that the ledger's tables would be made in. Those of an extension, such as
    /// PostGIS, do not count: servers put them into every new database.
    /// </summary>
    private static async Task<List<string>> OthersTablesAsync(NpgsqlConnection connection, CancellationToken cancel)
    {
        await using var command = new NpgsqlCommand(
            """
            SELECT relname FROM pg_class WHERE relnamespace = (SELECT oid FROM pg_namespace WHERE nspname = current_schema())
                AND relkind IN ('r', 'p', 'v', 'm', 'f') AND relname <> '__EFMigrationsHistory'
                AND NOT EXISTS (SELECT FROM pg_depend WHERE classid = 'pg_class'::regclass AND objid = pg_class.oid AND deptype = 'e')
            ORDER BY relname
            """,
            connection);
        await using var reader = await command.ExecuteReaderAsync(cancel);
        var names = new List<string>();
        while (await reader.ReadAsync(cancel))
            names.Add(reader.GetString(0));
        return names;
    }

    /// <summary>Reads the migrations that the history has; none when there is no history.</summary>
    private static async Task<HashSet<string>> AppliedAsync(NpgsqlConnection connection, CancellationToken cancel)
    {
        var applied = new HashSet<string>(StringComparer.Ordinal);
        // Asked first: a statement on a table that is not there would be an ERROR in the server's log at every first start.
        await using (var there = new NpgsqlCommand($"SELECT to_regclass('\"{HistoryTable}\"') IS NOT NULL", connection))
        {
            if (!(bool)(await there.ExecuteScalarAsync(cancel))!)
                return applied;
        }
        await using var command = new NpgsqlCommand($"SELECT \"MigrationId\" FROM \"{HistoryTable}\"", connection);
        await using var reader = await command.ExecuteReaderAsync(cancel);
        while (await reader.ReadAsync(cancel))
            applied.Add(reader.GetString(0));
        return applied;
    }

    /// <summary>
    /// Tells whether exactly this build's migrations are applied and the service's user has its rights. Nearly every start has nothing to
    /// migrate, and EF Core takes half a second, and memory that it never frees, to find that out.
    /// </summary>
    private async Task<bool> IsReadyAsync(CancellationToken cancel)
    {
        try
        {
            await using var connection = await database.OpenConnectionAsync(cancel);
            if (!(await AppliedAsync(connection, cancel)).SetEquals(Known))
                return false;
            if (await Distribution.IsMadeAsync(connection, cancel) != isDistributed)
                return isDistributed ? false : throw new UnfitClusterException("the tables are distributed: set ForceOps:Ledger:Distributed to true");
            if (isDistributed)
                await Distribution.RefuseUnfitAsync(connection, cancel);
            if (await MissingRightAsync(connection, cancel) is not { } missing)
                return true;
            // The owner gives the service's user what is missing; a user that is alone can give itself nothing.
            return service is null ? throw new RightMissingException(null, missing) : false;
        }
        catch (PostgresException error) when (error.SqlState is PostgresErrorCodes.InvalidCatalogName)
        {
            return false;
        }
    }

    private async Task<string?> MissingRightAsync(NpgsqlConnection connection, CancellationToken cancel)
    {
        var missing = await ServiceRights.MissingAsync(connection, service?.Name, cancel);
        ServiceMayRemove = service is not null && missing is null && await ServiceRights.MayRemoveAsync(connection, service.Name, cancel);
        return missing;
    }
}

/// <summary>
/// Reports that a newer build has migrated the tables. An old build must not run on them, since it would not know what it
/// overlooks.
/// </summary>
public sealed class LedgerTooNewException(IEnumerable<string> migrations)
    : Exception($"the database was migrated by a newer ForceOps (it has {string.Join(
        ", ", migrations)}): use that version, or another database");

/// <summary>Reports that the database is another program's.</summary>
/// <param name="found">What was found in it that is not ours.</param>
public sealed class ForeignDatabaseException(string found) : Exception(found);

/// <summary>Reports that the service's user may not do something that the service does.</summary>
/// <param name="user">The user's name; null when it is the one that was to migrate.</param>
/// <param name="right">The right that is missing.</param>
public sealed class RightMissingException(string? user, string right) : Exception(right)
{
    /// <summary>Gets the user's name; null when it is the one that was to migrate.</summary>
    public string? User => user;
}
