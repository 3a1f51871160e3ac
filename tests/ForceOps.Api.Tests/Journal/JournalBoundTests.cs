using ForceOps.Api.Tests.Bluefin;
using ForceOps.Api.Tests.Service;

namespace ForceOps.Api.Tests.Journal;

/// <summary>The journal is bounded per org and over all of them, and can be turned off.</summary>
public sealed class JournalBoundTests(SharedService shared)
{
    private const string Force = """{"account_id":1,"amount":10,"processing_code":"090907"}""";

    [Fact]
    public async Task An_org_keeps_its_last_requests_and_silent_orgs_lose_theirs_first()
    {
        await using var service = await RunningService.StartAsync(
            await shared.Postgres.CreateDatabaseAsync(), ("ForceOps:Journal:Entries", "5"), ("ForceOps:Journal:EntriesOfAllOrgs", "20"),
            ("ForceOps:Findings:Enabled", "false"));
        await using var busy = service.NewTenant();
        for (var i = 0; i < 12; i++)
            await busy.ForceAsync(Force, ("x-cid", $"busy-{i}"));
        Assert.Equal(["busy-11", "busy-10", "busy-9", "busy-8", "busy-7"], (await busy.JournalAsync()).Select(entry => entry.Text("cid")));

        var orgs = Enumerable.Range(0, 10).Select(_ => service.NewTenant()).ToList();
        foreach (var org in orgs)
        {
            for (var i = 0; i < 4; i++)
                await org.ForceAsync(Force, ("x-cid", $"cid-{i}"));
            // Whoever goes on working keeps what it has.
            await busy.ForceAsync(Force, ("x-cid", "busy-again"));
        }
        var kept = new List<int>();
        foreach (var org in orgs)
        {
            kept.Add((await org.JournalAsync()).Count);
            await org.DisposeAsync();
        }
        Assert.Equal(5, (await busy.JournalAsync()).Count);
        Assert.InRange(kept.Sum(), 8, 15);
        Assert.Equal(kept.Order(), kept);
        Assert.Equal((0, 4), (kept[0], kept[^1]));
        Service.Refused.AsProblem(await busy.GetAsync("/sandbox/findings"), 404, "FINDINGS_OFF");
    }

    [Fact]
    public async Task A_body_of_unknown_members_leaves_a_small_entry()
    {
        await using var tenant = shared.NewTenant();
        var many = $"{{{string.Join(',', Enumerable.Range(0x1000, 7000).Select(i => $"\"{i:x}\":0"))}}}";
        Assert.Equal(422, (await tenant.BluefinForceAsync(many)).Code);
        Assert.Equal(20, (await tenant.LastAsync()).GetProperty("why").GetProperty("fields").GetArrayLength());
        // The cut goes through a card number.
        Assert.Equal(422, (await tenant.BluefinForceAsync(
            $"{{\"{new string('x', 120)}4012000033330026{new string('y', 60_000)}\":0}}")).Code);
        var fields = (await tenant.LastAsync()).GetProperty("why").GetProperty("fields").EnumerateArray().ToList();
        Assert.All(fields, field => Assert.InRange(field.Text("field")!.Length, 1, 128));
        Assert.All(fields, field => Assert.InRange(field.Text("message")!.Length, 1, 200));
        Assert.StartsWith(new string('x', 120), fields[0].Text("field"), StringComparison.Ordinal);
        Assert.DoesNotContain("4012", (await tenant.LastAsync()).GetRawText(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Turned_off_it_says_so()
    {
        await using var service = await RunningService.StartAsync(
            await shared.Postgres.CreateDatabaseAsync(), ("ForceOps:Journal:Entries", "0"));
        await using var tenant = service.NewTenant();
        await tenant.ForcedAsync(Force);
        Service.Refused.AsProblem(await tenant.GetAsync("/sandbox/requests"), 404, "JOURNAL_OFF");
        Service.Refused.AsProblem(await tenant.GetAsync("/sandbox/requests/1"), 404, "JOURNAL_OFF");
        Service.Refused.AsProblem(await tenant.GetAsync("/sandbox/findings"), 404, "FINDINGS_OFF");
    }
}
