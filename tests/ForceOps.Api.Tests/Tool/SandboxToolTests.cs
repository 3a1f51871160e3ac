using ForceOps.Api.Seed;
using ForceOps.Api.Tests.Service;

namespace ForceOps.Api.Tests.Tool;

/// <summary>Faults, clock, snapshots, reset and seed files in words.</summary>
public sealed class SandboxToolTests(SharedService shared)
{
    [Fact]
    public async Task A_fault_strikes_is_listed_and_is_cleared()
    {
        await using var tenant = shared.NewTenant();

        (await tenant.ToolAsync("fault", "set", "busy", "--status", "503", "--retry-after", "2", "--nth", "1", "--account", "1")).Done();
        Assert.Equal(1, (await tenant.ToolAsync("force", "1", "5")).ExitCode);
        (await tenant.ToolAsync("force", "1", "5")).Done();

        Assert.Matches(@"busy +2 +1 +status 503, headers .* account 1, nth 1", (await tenant.ToolAsync("fault", "list")).Done().Output);
        Assert.Contains("busy", (await tenant.ToolAsync("fault", "clear")).Done().Output);
        Assert.Contains("There are no rules", (await tenant.ToolAsync("fault", "list")).Done().Output);
        Assert.Equal(2, (await tenant.ToolAsync("fault", "set", "nothing")).ExitCode);
    }

    [Fact]
    public async Task The_clock_is_frozen_advanced_and_real_again()
    {
        await using var tenant = shared.NewTenant();

        Assert.StartsWith("2026-12-31 23:59:59 UTC  frozen", (await tenant.ToolAsync("clock", "freeze", "2026-12-31T23:59:59Z")).Done().Output);
        Assert.StartsWith("2027-01-02 01:29:59 UTC", (await tenant.ToolAsync("clock", "advance", "1d1h30m")).Done().Output);
        Assert.Contains("offset", (await tenant.ToolAsync("clock", "set", "2026-12-31T23:59:00Z")).Done().Output);
        Assert.Contains("offset P2D", (await tenant.ToolAsync("clock", "offset", "2d")).Done().Output);
        Assert.Contains("real", (await tenant.ToolAsync("clock", "real")).Done().Output);
        Assert.Contains("real", (await tenant.ToolAsync("clock", "show")).Done().Output);
        Assert.Equal(2, (await tenant.ToolAsync("clock", "advance", "soon")).ExitCode);
    }

    [Fact]
    public async Task A_snapshot_brings_the_books_back()
    {
        await using var tenant = shared.NewTenant();
        (await tenant.ToolAsync("force", "1", "5")).Done();

        Assert.Matches(@"before .* 1 +1 +1", (await tenant.ToolAsync("snapshot", "take", "before")).Done().Output);
        (await tenant.ToolAsync("force", "1", "5")).Done();
        (await tenant.ToolAsync("snapshot", "restore", "before")).Done();

        Assert.Equal(5, await tenant.BalanceOfAsync(1));
        Assert.Contains("before", (await tenant.ToolAsync("snapshot", "list")).Done().Output);
        (await tenant.ToolAsync("snapshot", "delete", "before")).Done();
        Assert.Equal(1, (await tenant.ToolAsync("snapshot", "restore", "before")).ExitCode);
    }

    [Fact]
    public async Task A_reset_without_a_terminal_wants_to_be_meant()
    {
        await using var tenant = shared.NewTenant();
        (await tenant.ToolAsync("force", "1", "5")).Done();

        var refused = await tenant.ToolAsync("reset");
        Assert.Equal(2, refused.ExitCode);
        Assert.Contains("--yes", refused.Error);
        Assert.Equal(5, await tenant.BalanceOfAsync(1));
        (await tenant.ToolAsync("reset", "--yes")).Done();

        Assert.Contains("no accounts", (await tenant.ToolAsync("accounts")).Done().Output);
    }

    [Fact]
    public async Task Seed_files_that_it_writes_are_read_by_the_service()
    {
        await using var tenant = shared.NewTenant();
        await tenant.PutAsync("/sandbox/statuses/DORMANT", """{"allowed_operations":"CREDIT_ONLY"}""");
        await tenant.PutAsync("/sandbox/accounts", """{"from":11,"to":15,"credit_limit":7.5}""");
        await tenant.PutAsync("/sandbox/accounts/16", """{"limits":{"per_day":9},"status":"DORMANT","profile":{"name":"Ana: \"A\""}}""");
        await tenant.PutAsync("/sandbox/accounts/17", """{"kind":"merchant","fees":[{"code":"090907","fixed":1,"percent":2,"method":"greater"}]}""");
        var folder = Directory.CreateTempSubdirectory("forceops-tool-");
        var (begun, exported) = (Path.Combine(folder.FullName, "begun.yaml"), Path.Combine(folder.FullName, "exported.yaml"));

        (await tenant.ToolAsync("seed", "--init", begun)).Done();
        (await tenant.ToolAsync("seed", "export", exported)).Done();

        Assert.Single(SeedFile.Read(begun).Orgs);
        var org = Assert.Single(SeedFile.Read(exported).Orgs);
        Assert.Equal(tenant.Org, org.Org.ToString());
        Assert.Equal([(11, 15), (16, 16), (17, 17)], org.Accounts.Select(range => (range.From, range.To)));
        Assert.Equal((7.5m, 9m), (org.Accounts[0].Change.CreditLimit, org.Accounts[1].Change.LimitPerDay));
        Assert.Equal(2, (await tenant.ToolAsync("seed", "--init", begun)).ExitCode);
        folder.Delete(recursive: true);
    }
}
