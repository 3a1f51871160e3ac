using System.Globalization;
using System.Reflection;
using ForceOps.Api.Tests.Service;
using ForceOps.Api.Tests.Storm;
using ForceOps.Postgres.Schema;
using Microsoft.EntityFrameworkCore.Migrations;

namespace ForceOps.Api.Tests.Database;

/// <summary>From an empty database to this build's tables, and never from a newer one.</summary>
public sealed class MigrationTests(SharedService shared)
{
    private const string Catalog =
        """
        SELECT 'column ' || table_name || '.' || column_name || ' ' || coalesce(domain_name, data_type) || ' ' || is_nullable FROM information_schema.columns WHERE table_schema = 'public'
        UNION ALL SELECT 'constraint ' || conrelid::regclass || ' ' || conname || ' ' || pg_get_constraintdef(oid) FROM pg_constraint WHERE connamespace = 'public'::regnamespace
        UNION ALL SELECT 'index ' || indexdef FROM pg_indexes WHERE schemaname = 'public'
        UNION ALL SELECT 'trigger ' || pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal
        ORDER BY 1
        """;

    private const string History = """CREATE TABLE "__EFMigrationsHistory" ("MigrationId" text, "ProductVersion" text);""";

    [Fact]
    public async Task An_empty_database_is_brought_to_the_latest_form_and_stays_there()
    {
        var database = await shared.Postgres.CreateEmptyDatabaseAsync();

        await Migrations.MigrateAsync(database);
        var once = await Sql.RowsAsync(database, Catalog);
        await Migrations.MigrateAsync(database);

        Assert.NotEmpty(once);
        Assert.Equal(once, await Sql.RowsAsync(database, Catalog));
        Assert.Equal(Ids(), await Sql.RowsAsync(database, """SELECT "MigrationId" FROM "__EFMigrationsHistory" ORDER BY 1"""));
    }

    [Fact]
    public async Task An_org_of_before_the_card_dialects_gets_their_codes_once()
    {
        var database = await shared.Postgres.CreateEmptyDatabaseAsync();
        await Migrations.RunAsync(database, "0001_books");
        await Sql.ExecuteAsync(database, "INSERT INTO orgs (org, currency, created_at) VALUES (gen_random_uuid(), 'USD', now())");

        await Migrations.RunAsync(database, "0004_merchants");

        Assert.Equal(["MREFD1 -1 MSALE1", "MSALE1 1 MREFD1"], await Sql.RowsAsync(
            database, "SELECT code, impact, reversal_code FROM processing_codes ORDER BY code"));
        Assert.Equal(2, await Sql.ScalarAsync<long>(database, "SELECT rules_version FROM orgs"));
    }

    [Fact]
    public async Task Eight_that_migrate_one_empty_database_at_once_all_find_it_migrated()
    {
        var database = await shared.Postgres.CreateEmptyDatabaseAsync();

        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Migrations.MigrateAsync(database)));

        Assert.Equal(Ids(), await Sql.RowsAsync(database, """SELECT "MigrationId" FROM "__EFMigrationsHistory" ORDER BY 1"""));
        Assert.Equal(0, await Sql.ScalarAsync<long>(database, "SELECT count(*) FROM movements"));
    }

    [Fact]
    public async Task A_database_of_a_newer_build_is_refused_by_name_and_left_alone()
    {
        var database = await shared.Postgres.CreateDatabaseAsync();
        await Sql.ExecuteAsync(database, """INSERT INTO "__EFMigrationsHistory" VALUES ('9999_tomorrow', '99.0.0')""");
        var before = await Sql.RowsAsync(database, Catalog);

        var (exitCode, said) = await RunningService.StartAndFailAsync(database);

        Assert.Equal(1, exitCode);
        Assert.Contains("the database was migrated by a newer ForceOps (it has 9999_tomorrow)", said, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", said, StringComparison.Ordinal);
        Assert.Equal(before, await Sql.RowsAsync(database, Catalog));
    }

    [Theory]
    [InlineData("CREATE TABLE a (id int); CREATE VIEW b AS SELECT 1; CREATE TABLE c (id int); CREATE TABLE d (id int)", "it has a, b, c and 1 more")]
    [InlineData("CREATE TABLE a (id int);" + History, "it has a")]
    [InlineData(History + """INSERT INTO "__EFMigrationsHistory" VALUES ('20240101_Init', '8.0.0')""",
        "its __EFMigrationsHistory has 20240101_Init")]
    public async Task Another_programs_database_is_refused_before_anything_is_made(string made, string found)
    {
        var database = await shared.Postgres.CreateEmptyDatabaseAsync();
        await Sql.ExecuteAsync(database, made);
        var before = await Sql.RowsAsync(database, Catalog);
        var error = await Assert.ThrowsAsync<ForeignDatabaseException>(() => Migrations.MigrateAsync(database));
        Assert.Equal(found, error.Message);
        Assert.Equal(before, await Sql.RowsAsync(database, Catalog));
    }

    [Fact]
    public async Task Unknown_migrations_are_refused_before_ours_are_applied_and_other_schemas_do_not_matter()
    {
        var database = await shared.Postgres.CreateEmptyDatabaseAsync();
        await Sql.ExecuteAsync(database, "CREATE SCHEMA other; CREATE TABLE other.orders (id int)");
        await Migrations.MigrateAsync(database, "0003_webhooks");
        await Sql.ExecuteAsync(database, """INSERT INTO "__EFMigrationsHistory" VALUES ('9999_tomorrow', '99.0.0')""");
        var before = await Sql.RowsAsync(database, Catalog);
        await Assert.ThrowsAsync<LedgerTooNewException>(() => Migrations.MigrateAsync(database));
        Assert.Equal(before, await Sql.RowsAsync(database, Catalog));
        await Sql.ExecuteAsync(database, """DELETE FROM "__EFMigrationsHistory" WHERE "MigrationId" = '9999_tomorrow'""");
        await Migrations.MigrateAsync(database);
    }

    [Fact]
    public void Every_migration_has_its_file_and_every_file_its_migration_numbered_without_gaps()
    {
        var files = typeof(LedgerMigrator).Assembly.GetManifestResourceNames()
            .Where(name => name.EndsWith(".sql", StringComparison.Ordinal))
            .Select(name => name["ForceOps.Postgres.Migrations.".Length..^".sql".Length]).Order(StringComparer.Ordinal).ToList();
        Assert.Equal(Ids(), files);
        Assert.Equal(Enumerable.Range(1, Ids().Count), Ids().Select(id => int.Parse(id.Split('_')[0], CultureInfo.InvariantCulture)));
        Assert.All(Ids(), id => Assert.Matches("^[0-9]{4}_[a-z_]+$", id));
    }

    private static List<string> Ids() =>
    [
        .. typeof(LedgerMigrator).Assembly.GetTypes()
            .Select(type => type.GetCustomAttribute<MigrationAttribute>()?.Id).OfType<string>().Order(StringComparer.Ordinal),
    ];
}
