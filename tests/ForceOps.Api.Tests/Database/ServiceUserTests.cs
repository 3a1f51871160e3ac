using ForceOps.Api.Tests.Service;
using ForceOps.Api.Tests.Snapshots;
using ForceOps.Api.Tests.Storm;
using ForceOps.Postgres.Schema;
using Npgsql;

namespace ForceOps.Api.Tests.Database;

/// <summary>
/// The user that the service works as can do what the routes do, and nothing else: it tries. All services of the tests work as such a
/// user, so what it may do is tried by all other tests too.
/// </summary>
public sealed class ServiceUserTests(LedgerRows rows, SharedService shared) : IClassFixture<LedgerRows>
{
    /// <summary>What is posted: no row of these tables is changed or removed, whatever happens.</summary>
    private static readonly string[] Posted =
        ["movements", "authorizations", "hold_changes", "status_changes", "network_authorizations", "attempts", "denials", "accounts", "orgs", "books"];

    [Theory]
    [InlineData("ALTER TABLE movements DISABLE TRIGGER ALL")]
    [InlineData("ALTER TABLE movements ADD COLUMN note text")]
    [InlineData("ALTER TABLE authorizations DROP CONSTRAINT authorizations_canceled")]
    [InlineData("ALTER TABLE movements OWNER TO CURRENT_USER")]
    [InlineData("ALTER DOMAIN positive_amount DROP CONSTRAINT positive_amount")]
    [InlineData("ALTER FUNCTION refuse_removal() OWNER TO CURRENT_USER")]
    [InlineData("CREATE OR REPLACE FUNCTION refuse_removal() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END'")]
    [InlineData("CREATE TRIGGER mine BEFORE INSERT ON movements FOR EACH ROW EXECUTE FUNCTION suppress_redundant_updates_trigger()")]
    [InlineData("CREATE RULE mine AS ON INSERT TO movements DO INSTEAD NOTHING")]
    [InlineData("CREATE INDEX mine ON movements (amount)")]
    [InlineData("CREATE TABLE mine (id int)")]
    [InlineData("CREATE SCHEMA mine")]
    [InlineData("CREATE ROLE mine")]
    [InlineData("DROP TRIGGER movements_keep ON movements")]
    [InlineData("DROP INDEX movements_by_debit")]
    [InlineData("DROP FUNCTION refuse_removal() CASCADE")]
    [InlineData("DROP SEQUENCE ledger_ids")]
    [InlineData("DROP SCHEMA public CASCADE")]
    [InlineData("SELECT setval('ledger_ids', 1)")]
    [InlineData("SET session_replication_role = replica")]
    [InlineData("COPY movements TO PROGRAM 'true'")]
    [InlineData("INSERT INTO \"__EFMigrationsHistory\" VALUES ('9999_mine', '1')")]
    [InlineData("DELETE FROM \"__EFMigrationsHistory\"")]
    [InlineData("GRANT DELETE ON movements TO CURRENT_USER; DELETE FROM movements")]
    public async Task Nothing_can_be_made_altered_or_dropped(string sql) => await RefusedAsync(sql);

    [Fact]
    public async Task Nothing_posted_can_be_removed_or_changed_but_the_columns_that_the_rules_change()
    {
        foreach (var table in Posted)
        {
            await RefusedAsync($"DELETE FROM {table}");
            await RefusedAsync($"TRUNCATE {table} CASCADE");
            await RefusedAsync($"DROP TABLE {table} CASCADE");
            var rights = ServiceRights.Tables.Single(listed => string.Equals(listed.Table, table, StringComparison.Ordinal));
            // Over the catalog: a column that a later migration adds is found here.
            foreach (var column in await ColumnsAsync(table))
            {
                var refusal = await TryAsync($"UPDATE {table} SET {column} = {column} WHERE false");
                Assert.True(rights.Changes.Contains(column, StringComparer.Ordinal) == refusal is null, $"{table}.{column}: {refusal}");
            }
        }
        await RefusedAsync($"SET ROLE \"{new NpgsqlConnectionStringBuilder(rows.Database).Username}\"");
    }

    [Fact]
    public async Task The_function_that_removes_books_removes_abandoned_ones_alone_and_of_the_ledgers_own_tables()
    {
        TestPostgres.SkipOnCluster(rows.Database, "rows that one user has just written are no other user's to change, in one transaction");
        const string Abandoned = "INSERT INTO books (book, created_at, abandoned_at) VALUES ('44444444-4444-4444-4444-444444444444', now(), now());";
        const string Sweep = "SELECT sweep_book('44444444-4444-4444-4444-444444444444', ";
        Assert.Null(await TryAsync(Abandoned + Sweep + "'movements', 10), sweep_book('44444444-4444-4444-4444-444444444444', 'books', 1)"));
        foreach (var table in ServiceRights.Tables.Where(listed => !listed.Table.StartsWith('"')).Select(listed => listed.Table))
            await RefusedAsync($"SELECT sweep_book('{LedgerRows.Org}', '{table}', 10)", PostgresErrorCodes.RestrictViolation);
        await RefusedAsync(
            $"UPDATE books SET abandoned_at = now(); SELECT sweep_book('{LedgerRows.Org}', 'movements', 10)", PostgresErrorCodes.RestrictViolation);
        await RefusedAsync(
            $"""
            {Abandoned} INSERT INTO snapshots (org, name, book, currency, settled_below, accounts, authorizations, movements, created_at)
            VALUES ('{LedgerRows.Org}', 'kept', '44444444-4444-4444-4444-444444444444', 'USD', 0, 0, 0, 0, now());
            {Sweep}'movements', 10)
            """, PostgresErrorCodes.RestrictViolation);
        // It runs as the owner: names that the caller puts before the ledger's own do not count, nor does a table of the caller's.
        await RefusedAsync(
            $"CREATE TEMP TABLE orgs (book uuid); SELECT sweep_book('{LedgerRows.Org}', 'movements', 10)", PostgresErrorCodes.RestrictViolation);
        await RefusedAsync(
            $"CREATE TEMP TABLE mine (book uuid PRIMARY KEY); {Abandoned} {Sweep}'mine', 10)", PostgresErrorCodes.UndefinedTable);
        await RefusedAsync($"{Abandoned} {Sweep}'orgs', 10)", PostgresErrorCodes.UndefinedTable);
    }

    [Fact]
    public async Task Every_table_of_the_model_has_rights_and_the_service_works_as_this_user()
    {
        await using var source = LedgerDatabase.Open(rows.Database);
        await using var context = LedgerDatabase.Context(source);
        var tables = context.Model.GetEntityTypes().Select(type => (string)type.GetAnnotation("Relational:TableName").Value!);
        Assert.Equal(
            tables.Append("\"__EFMigrationsHistory\"").Order(StringComparer.Ordinal),
            ServiceRights.Tables.Select(listed => listed.Table).Order(StringComparer.Ordinal));

        await using var tenant = shared.NewTenant();
        await tenant.CreditAsync(1, 10);
        await tenant.TakeAsync("kept").SuccessAsync();
        await tenant.RestoreAsync("kept").SuccessAsync();
        await tenant.ResetAsync().SuccessAsync();
        Assert.Equal([TestPostgres.AsService(shared.Service.Database).Username!], await Sql.RowsAsync(
            shared.Service.Database,
            "SELECT DISTINCT usename FROM pg_stat_activity WHERE datname = current_database() AND application_name LIKE 'forceops%'"));
    }

    /// <summary>Tables of a service that was their owner: the next start names the owner beside another user, who is made.</summary>
    [Fact]
    public async Task A_ledger_whose_service_was_the_owner_gets_a_user_and_a_user_without_a_right_is_told()
    {
        var database = await shared.Postgres.CreateEmptyDatabaseAsync();
        await Migrations.MigrateAsync(database, service: null);
        var user = new ServiceUser($"u{Guid.NewGuid():N}"[..12] + " \"quoted\"", "pass'word-ä");
        var own = new NpgsqlConnectionStringBuilder(database) { Username = user.Name, Password = user.Password }.ConnectionString;

        await Migrations.MigrateAsync(database, user);
        await Migrations.MigrateAsync(own, service: null);
        await Sql.ExecuteAsync(own, "INSERT INTO books (book, created_at) VALUES (gen_random_uuid(), now())");

        var quoted = $"\"{user.Name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
        await Sql.ExecuteAsync(database, $"REVOKE INSERT ON movements FROM {quoted}");
        var (exitCode, said) = await RunningService.StartAndFailAsync(own);
        Assert.Equal(1, exitCode);
        Assert.Contains("do what the service does (INSERT on movements). Let ConnectionStrings:Migrations name the owner", said,
            StringComparison.Ordinal);
        await Migrations.MigrateAsync(database, user);
        await Migrations.MigrateAsync(own, service: null);
        await Sql.ExecuteAsync(database, $"DROP OWNED BY {quoted}; DROP ROLE {quoted}");
    }

    private Task<List<string>> ColumnsAsync(string table) => Sql.RowsAsync(
        rows.Database, $"SELECT column_name FROM information_schema.columns WHERE table_schema = 'public' AND table_name = '{table}'");

    private async Task RefusedAsync(string sql, string state = PostgresErrorCodes.InsufficientPrivilege)
    {
        var refusal = await TryAsync(sql);
        Assert.True(refusal is not null, $"{sql} was not refused");
        Assert.True(string.Equals(refusal.SqlState, state, StringComparison.Ordinal), $"{sql}: {refusal.MessageText} ({refusal.SqlState})");
    }

    private Task<PostgresException?> TryAsync(string sql) => rows.TryAsync(sql, TestPostgres.AsService(rows.Database).ConnectionString);
}
