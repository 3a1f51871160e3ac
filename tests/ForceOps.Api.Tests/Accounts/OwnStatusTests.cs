using ForceOps.Api.Seed;
using ForceOps.Api.Tests.Seed;
using ForceOps.Api.Tests.Service;
using ForceOps.Api.Tests.Snapshots;
using ForceOps.Api.Tests.Transfers;
using static ForceOps.Api.Tests.Transfers.TransferRoutes;

namespace ForceOps.Api.Tests.Accounts;

/// <summary>The statuses of an org, the pre-defined ones and its own, and the words of both worlds.</summary>
public sealed class OwnStatusTests(SharedService shared)
{
    [Theory]
    [InlineData("active", "active", "NORMAL")]
    [InlineData("NORMAL", "active", "NORMAL")]
    [InlineData("blocked", "blocked", "BLOCKED")]
    [InlineData("BLOCKED", "blocked", "BLOCKED")]
    [InlineData("canceled", "canceled", "CANCELLED")]
    [InlineData("cancelled", "canceled", "CANCELLED")]
    [InlineData("CANCELLED", "canceled", "CANCELLED")]
    [InlineData("DEBIT_ONLY", "DEBIT_ONLY", "DEBIT_ONLY")]
    public async Task The_sandbox_takes_both_words_and_each_side_shows_its_own(string word, string shown, string status)
    {
        await using var tenant = shared.NewTenant();
        await tenant.OpenAsync(7);
        await tenant.OpenAsync(7, $$"""{"status":"{{word}}"}""");
        await tenant.OpenAsync(8, $$"""{"status":"{{word}}"}""");
        Assert.Equal(200, (await tenant.PutAsync("/sandbox/accounts", $$"""{"from":9,"to":9,"status":"{{word}}"}""")).Code);
        foreach (var id in (long[])[7, 8, 9])
            Assert.Equal((shown, status), (await tenant.ShownAsync(id), await tenant.StatusOfAsync(id)));
        // An account that is opened with a status has not changed it.
        Assert.Equal(status is "NORMAL" ? [] : [$"NORMAL -> {status}"], await tenant.ChangesAsync(7));
        Assert.Empty(await tenant.ChangesAsync(8));
    }

    [Theory]
    [InlineData("closed")]
    [InlineData("Active")]
    [InlineData("ACTIVE")]
    [InlineData("SLEEPING")]
    [InlineData("")]
    public async Task An_unknown_word_is_refused(string word)
    {
        await using var tenant = shared.NewTenant();
        Refused.AsProblem(await tenant.PutAsync("/sandbox/accounts/7", $$"""{"status":"{{word}}"}"""), 400, "INVALID_FIELD");
        Refused.AsProblem(
            await tenant.PutAsync("/sandbox/accounts", $$"""{"from":7,"to":9,"status":"{{word}}"}"""), 400, "INVALID_FIELD");
        Assert.Equal(404, (await tenant.GetAsync("/sandbox/accounts/7")).Code);
    }

    [Fact]
    public async Task A_person_may_take_an_account_out_of_a_final_status()
    {
        await using var tenant = shared.NewTenant();
        await tenant.OpenAsync(7, """{"status":"canceled"}""");
        await tenant.OpenAsync(7, """{"status":"active"}""");
        Assert.Equal(["CANCELLED -> NORMAL"], await tenant.ChangesAsync(7));
    }

    [Fact]
    public async Task Own_statuses_are_made_changed_listed_and_removed()
    {
        await using var tenant = shared.NewTenant();
        Assert.Equal(
            """{"status":"DORMANT","allowed_operations":"CREDIT_ONLY","is_final":false,"predefined":false}""",
            (await tenant.PutAsync("/sandbox/statuses/DORMANT", """{"allowed_operations":"CREDIT_ONLY"}""")).Text);
        await tenant.SetStatusAsync("Z_LAST", "DEBIT_ONLY", isFinal: true);
        var all = (await tenant.GetAsync("/sandbox/statuses")).Json.GetProperty("items").EnumerateArray()
            .Select(one => $"{one.GetProperty("status")} {one.GetProperty("allowed_operations")} {one.GetProperty("is_final")} {one.GetProperty("predefined")}");
        Assert.Equal(
            [
                "BLOCKED CREDIT_ONLY False True", "CANCELLED NO_OPERATIONS True True", "DEBIT_ONLY DEBIT_ONLY False True",
                "DORMANT CREDIT_ONLY False False", "NORMAL ALL_OPERATIONS False True", "Z_LAST DEBIT_ONLY True False",
            ],
            all);
        var (seen, after) = (new List<string>(), "");
        do
        {
            var page = (await tenant.GetAsync($"/sandbox/statuses?limit=2{after}")).Json;
            seen.AddRange(page.GetProperty("items").EnumerateArray().Select(one => one.GetProperty("status").GetString()!));
            after = page.GetProperty("next").GetString() is { } next ? $"&after={next}" : "";
        }
        while (after.Length > 0);
        Assert.Equal("BLOCKED CANCELLED DEBIT_ONLY DORMANT NORMAL Z_LAST", string.Join(' ', seen));
        Assert.Equal(204, (await tenant.DeleteAsync("/sandbox/statuses/Z_LAST")).Code);
        Refused.AsProblem(await tenant.DeleteAsync("/sandbox/statuses/Z_LAST"), 404, "NOT_FOUND");
        Refused.AsProblem(await tenant.DeleteAsync("/sandbox/statuses/z"), 404, "NOT_FOUND");
    }

    [Theory]
    [InlineData("NORMAL", """{"allowed_operations":"NO_OPERATIONS"}""", 409, "STATUS_PREDEFINED")]
    [InlineData("dormant", """{"allowed_operations":"NO_OPERATIONS"}""", 400, "INVALID_FIELD")]
    [InlineData("DORMANT", "{}", 400, "INVALID_FIELD")]
    [InlineData("DORMANT", """{"allowed_operations":"SOME"}""", 400, "INVALID_FIELD")]
    [InlineData("DORMANT", """{"allowed_operations":"NO_OPERATIONS","other":1}""", 400, "INVALID_FIELD")]
    public async Task What_is_no_own_status_is_refused(string status, string body, int code, string word)
    {
        await using var tenant = shared.NewTenant();
        Refused.AsProblem(await tenant.PutAsync($"/sandbox/statuses/{status}", body), code, word);
        Refused.AsProblem(await tenant.DeleteAsync("/sandbox/statuses/NORMAL"), 409, "STATUS_PREDEFINED");
        Refused.AsProblem(await tenant.GetAsync("/sandbox/statuses?after=x"), 400, "INVALID_FIELD");
    }

    [Fact]
    public async Task An_own_status_counts_from_the_next_transfer_on_and_stays_while_an_account_has_it()
    {
        await using var tenant = shared.NewTenant();
        await using var neighbour = shared.NewTenant();
        await tenant.OpenWithAsync(7, 100);
        await tenant.SetStatusAsync("DORMANT", "CREDIT_ONLY");
        await tenant.StatusAsync(7, "DORMANT");
        Assert.Equal("DORMANT", await tenant.ShownAsync(7));
        RefusedWith(400, "ACCOUNT_NOT_ACTIVE", await tenant.TransferAsync("account:7", "outside:bank", 1));
        await tenant.SetStatusAsync("DORMANT", "DEBIT_ONLY");
        Posted(await tenant.TransferAsync("account:7", "outside:bank", 1));
        RefusedWith(400, "ACCOUNT_NOT_ACTIVE", await tenant.TransferAsync("outside:bank", "account:7", 1));
        Refused.AsProblem(await tenant.DeleteAsync("/sandbox/statuses/DORMANT"), 409, "STATUS_IN_USE");

        await tenant.SetStatusAsync("DORMANT", "DEBIT_ONLY", isFinal: true);
        RefusedWith(409, "STATUS_IS_FINAL", await tenant.ChangeStatusAsync(7, """{"status":"NORMAL"}"""));
        Assert.Equal(204, (await tenant.RollBackAsync(7)).Code);
        Assert.Equal(204, (await tenant.DeleteAsync("/sandbox/statuses/DORMANT")).Code);
        // What the last change would go back to is gone.
        Assert.Equal(204, (await tenant.RollBackAsync(7)).Code);
        Assert.Equal("NORMAL", await tenant.StatusOfAsync(7));
        await neighbour.OpenAsync(7);
        RefusedField("status", await neighbour.ChangeStatusAsync(7, """{"status":"DORMANT"}"""));
    }

    [Fact]
    public async Task Statuses_and_changes_go_with_a_snapshot_and_are_gone_after_a_reset()
    {
        await using var tenant = shared.NewTenant();
        await tenant.OpenAsync(7, """{"profile":{"name":"A"}}""");
        await tenant.SetStatusAsync("DORMANT", "CREDIT_ONLY");
        await tenant.ChangeStatusAsync(7, """{"status":"DORMANT","reason_id":4}""");
        await tenant.TakeAsync("before").SuccessAsync();
        await tenant.StatusAsync(7, "NORMAL");
        await tenant.DeleteAsync("/sandbox/statuses/DORMANT").SuccessAsync();
        await tenant.OpenAsync(7, """{"profile":{}}""");

        await tenant.RestoreAsync("before").SuccessAsync();

        Assert.Equal("DORMANT 4", await tenant.StatusOfAsync(7));
        Assert.Equal("A", (await tenant.AccountAsync(7)).Json.GetProperty("name").GetString());
        Assert.Equal(["NORMAL -> DORMANT 4"], await tenant.ChangesAsync(7));
        RefusedWith(400, "ACCOUNT_NOT_ACTIVE", await tenant.TransferAsync("account:7", "outside:bank", 1));
        await tenant.RollBackAsync(7).SuccessAsync();
        Assert.Equal("NORMAL", await tenant.StatusOfAsync(7));

        await tenant.ResetAsync().SuccessAsync();
        Assert.Empty(await tenant.ChangesAsync(7));
        Assert.Equal(4, (await tenant.GetAsync("/sandbox/statuses")).Json.GetProperty("items").GetArrayLength());
    }

    [Fact]
    public async Task A_seed_has_statuses_and_profiles_and_a_reset_goes_back_to_them()
    {
        const string Org = "TN-aaaaaaaa-0000-0000-0000-000000000002";
        using var file = new SeedFileOnDisk(
            $$"""
            orgs:
              - id: {{Org}}
                statuses:
                  - {status: DORMANT, allowed_operations: CREDIT_ONLY}
                  - {status: OVER, allowed_operations: NO_OPERATIONS, is_final: true}
                accounts:
                  - {id: 1, status: DORMANT, profile: {name: Ana, current_cicle: 3} }
                  - {id: 2, status: cancelled}
            """);
        await using var service = await RunningService.StartAsync(
            await shared.Postgres.CreateDatabaseAsync(), ("ForceOps:Seed", file.Path));
        await using var tenant = new Tenant(service, Org);
        for (var i = 0; i < 2; i++)
        {
            Assert.Equal(("DORMANT", "CANCELLED"), (await tenant.StatusOfAsync(1), await tenant.StatusOfAsync(2)));
            var account = (await tenant.AccountAsync(1)).Json;
            Assert.Equal(("Ana", 3), (account.GetProperty("name").GetString(), account.GetProperty("current_cicle").GetInt32()));
            Assert.Equal(6, (await tenant.GetAsync("/sandbox/statuses")).Json.GetProperty("items").GetArrayLength());
            await tenant.OpenAsync(1, """{"status":"OVER","profile":{}}""");
            RefusedWith(409, "STATUS_IS_FINAL", await tenant.ChangeStatusAsync(1, """{"status":"NORMAL"}"""));
            await tenant.SetStatusAsync("MINE", "NO_OPERATIONS");
            await tenant.ResetAsync().SuccessAsync();
        }
    }

    [Theory]
    [InlineData("orgs[0].statuses[0].status", "statuses: [ { status: dormant, allowed_operations: CREDIT_ONLY } ]")]
    [InlineData("orgs[0].statuses[0].status", "statuses: [ { status: NORMAL, allowed_operations: CREDIT_ONLY } ]")]
    [InlineData("orgs[0].statuses[0].allowed_operations", "statuses: [ { status: DORMANT } ]")]
    [InlineData("orgs[0].statuses[0].allowed_operations", "statuses: [ { status: DORMANT, allowed_operations: SOME } ]")]
    [InlineData("orgs[0].statuses[0].is_final", "statuses: [ { status: DORMANT, allowed_operations: CREDIT_ONLY, is_final: 1 } ]")]
    [InlineData("orgs[0].statuses[0].other", "statuses: [ { status: DORMANT, allowed_operations: CREDIT_ONLY, other: 1 } ]")]
    [InlineData("orgs[0].accounts[0].status", "accounts: [ { id: 1, status: DORMANT } ]")]
    [InlineData("orgs[0].accounts[0].profile.open_due_date", "accounts: [ { id: 1, profile: { open_due_date: soon } } ]")]
    [InlineData("orgs[0].accounts[0].profile.current_cicle", "accounts: [ { id: 1, profile: { current_cicle: -5 } } ]")]
    [InlineData("orgs[0].accounts[0].profile.colour", "accounts: [ { id: 1, profile: { colour: red } } ]")]
    public void What_is_wrong_with_a_status_or_a_profile_of_a_seed_is_named(string path, string member)
    {
        using var file = new SeedFileOnDisk($"orgs: [ {{ id: TN-aaaaaaaa-0000-0000-0000-000000000002, {member} }} ]");
        var refused = Assert.Throws<SeedFileException>(() => SeedFile.Read(file.Path));
        Assert.Contains($"{path} ", refused.Message, StringComparison.Ordinal);
    }
}
