using ForceOps.Postgres.Schema;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace ForceOps.Api.Tests.Database;

/// <summary>The service's own migrator, without the service.</summary>
internal static class Migrations
{
    internal static async Task MigrateAsync(string database)
    {
        var user = Service.TestPostgres.AsService(database);
        await MigrateAsync(database, new ServiceUser(user.Username!, user.Password));
    }

    /// <param name="service">Who gets rights; null for one that works as the owner.</param>
    internal static async Task MigrateAsync(string database, ServiceUser? service)
    {
        await using var source = LedgerDatabase.Open(Unpooled(database));
        await new LedgerMigrator(source, service, Service.TestPostgres.IsOnCluster(database)).MigrateAsync(CancellationToken.None);
    }

    /// <summary>
    /// As far as an earlier build went, on from where the tables are. EF's own way to a target wants a moment in a migration's name.
    /// </summary>
    internal static async Task MigrateAsync(string database, string last)
    {
        await Storm.Sql.ExecuteAsync(
            database, """CREATE TABLE IF NOT EXISTS "__EFMigrationsHistory" ("MigrationId" varchar(150) PRIMARY KEY, "ProductVersion" varchar(32) NOT NULL)""");
        var applied = await Storm.Sql.RowsAsync(database, """SELECT "MigrationId" FROM "__EFMigrationsHistory" ORDER BY 1""");
        await using var source = LedgerDatabase.Open(Unpooled(database));
        await using var context = LedgerDatabase.Context(source);
        foreach (var id in context.Database.GetMigrations().Except(
            applied, StringComparer.Ordinal).TakeWhile(id => string.CompareOrdinal(id, last) <= 0))
        {
            await RunAsync(database, id);
            await Storm.Sql.ExecuteAsync(database, $"""INSERT INTO "__EFMigrationsHistory" VALUES ('{id}', '10.0.0')""");
        }
    }

    /// <summary>One file alone, for tables as an earlier build left them.</summary>
    internal static async Task RunAsync(string database, string id)
    {
        await using var sql = typeof(LedgerMigrator).Assembly.GetManifestResourceStream($"ForceOps.Postgres.Migrations.{id}.sql")!;
        using var reader = new StreamReader(sql);
        await Storm.Sql.ExecuteAsync(database, await reader.ReadToEndAsync());
    }

    private static string Unpooled(string database) => new NpgsqlConnectionStringBuilder(database) { Pooling = false }.ConnectionString;

    internal sealed class Contexts(NpgsqlDataSource source) : IDbContextFactory<LedgerDbContext>
    {
        public LedgerDbContext CreateDbContext() => LedgerDatabase.Context(source);
    }
}
