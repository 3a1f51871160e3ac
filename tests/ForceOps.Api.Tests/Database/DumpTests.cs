using System.Globalization;
using System.Text.RegularExpressions;
using ForceOps.Api.Tests.Service;
using ForceOps.Api.Tests.Snapshots;
using ForceOps.Api.Tests.Storm;
using ForceOps.Api.Tests.Tool;
using Npgsql;

namespace ForceOps.Api.Tests.Database;

/// <summary>A backup: what <c>pg_dump</c> took of a ledger is the same ledger where <c>pg_restore</c> puts it.</summary>
public sealed class DumpTests(SharedService shared)
{
    [Fact]
    public async Task A_dump_that_is_restored_elsewhere_is_clean_and_goes_on_with_its_guards()
    {
        await SkipWithoutProgramsAsync();
        // Rows of every kind, by an earlier build, migrated by this one.
        var build = await PresentBuild.LoadAsync(shared);
        var source = await PresentBuild.RestoreAsync(shared);
        var file = Path.GetTempFileName();
        string rows;
        await using (var service = await RunningService.StartAsync(source))
        {
            await using var tenant = new Tenant(service, build.Org);
            await tenant.CreditAsync(1, 10);
            await tenant.TakeAsync("kept").SuccessAsync();
            // While the service runs: a dump sees one moment.
            await RunAsync("pg_dump", source, "--format=custom", "--file", file);
            rows = await DigestAsync(source);
        }

        // Elsewhere there are other users: no owner and no right is taken along, and the start gives the service's user its rights.
        var restored = await shared.Postgres.CreateEmptyDatabaseAsync();
        await RunAsync("pg_restore", restored, "--no-owner", "--no-privileges", "--exit-on-error", file);
        File.Delete(file);
        Assert.Equal(rows, await DigestAsync(restored));
        await using var other = await RunningService.StartAsync(restored);
        await using var again = new Tenant(other, build.Org);
        var check = await again.GetAsync("/sandbox/check?all=true");
        Assert.Equal((200, true), (check.Code, check.Json.GetProperty("ok").GetBoolean()));
        await again.CreditAsync(1, 5);
        await again.RestoreAsync("kept").SuccessAsync();
        Assert.Equal(PostgresErrorCodes.RestrictViolation, (await Assert.ThrowsAsync<PostgresException>(
            () => Sql.ExecuteAsync(restored, "UPDATE movements SET amount = 1"))).SqlState);
        Assert.Equal(PostgresErrorCodes.InsufficientPrivilege, (await Assert.ThrowsAsync<PostgresException>(
            () => Sql.ExecuteAsync(TestPostgres.AsService(restored).ConnectionString, "DELETE FROM movements"))).SqlState);
    }

    /// <summary>Every row of the tables that hold what is posted, and where ids go on.</summary>
    private static async Task<string> DigestAsync(string database)
    {
        string[] tables = ["accounts", "authorizations", "movements", "hold_changes", "attempts", "denials", "books", "orgs", "snapshots"];
        var digests = tables.Select(table =>
            $"SELECT '{table}', count(*), md5(string_agg(t::text, E'\\n' ORDER BY t::text COLLATE \"C\")) FROM (SELECT * FROM {table}) AS t");
        return string.Join('\n', await Sql.RowsAsync(database, string.Join(" UNION ALL ", digests)))
            + await Sql.ScalarAsync<long>(database, "SELECT last_value FROM ledger_ids");
    }

    /// <summary>The server takes a dump of its own version and older ones.</summary>
    private async Task SkipWithoutProgramsAsync()
    {
        var needed = await Sql.ScalarAsync<string>(shared.Service.Database, "SELECT current_setting('server_version_num')");
        foreach (var program in new[] { "pg_dump", "pg_restore" })
        {
            var (code, said) = await RunAsync(program, ["--version"], password: "");
            var version = Regex.Match(said, @"\d+", RegexOptions.None, TimeSpan.FromSeconds(1)).Value;
            var isNew = code == 0
                && int.Parse(version, CultureInfo.InvariantCulture) >= int.Parse(needed, CultureInfo.InvariantCulture) / 10_000;
            Assert.SkipUnless(isNew,
                $"BACKUPS ARE NOT TESTED: {program} of PostgreSQL {needed[..2]} or newer is not on PATH (found: {said.Trim()})");
        }
    }

    private static async Task RunAsync(string program, string database, params string[] arguments)
    {
        var at = new NpgsqlConnectionStringBuilder(database);
        var port = at.Port.ToString(CultureInfo.InvariantCulture);
        var (code, said) = await RunAsync(
            program, ["--host", at.Host!, "--port", port, "--username", at.Username!, "--dbname", at.Database!, .. arguments], at.Password ?? "");
        Assert.True(code == 0, $"{program}: {said}");
    }

    private static async Task<(int Code, string Said)> RunAsync(string program, string[] arguments, string password)
    {
        try
        {
            using var process = ProgramRun.Start(ProgramRun.Root, program, arguments, ("PGPASSWORD", password));
            var said = await Task.WhenAll(process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
            await process.WaitForExitAsync();
            return (process.ExitCode, string.Concat(said));
        }
        catch (System.ComponentModel.Win32Exception error)
        {
            return (1, error.Message);
        }
    }
}
