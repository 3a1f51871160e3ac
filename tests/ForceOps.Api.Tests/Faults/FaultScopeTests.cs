using ForceOps.Api.Tests.Journal;
using ForceOps.Api.Tests.Service;
using static ForceOps.Api.Tests.Faults.FaultsOfTenant;

namespace ForceOps.Api.Tests.Faults;

/// <summary>How far a rule reaches: its org, every process, the emulated APIs, until it is removed or the org is reset.</summary>
public sealed class FaultScopeTests(SharedService shared)
{
    private const string All = """{"status":503}""";

    [Fact]
    public async Task Faults_of_one_org_do_not_touch_another()
    {
        await using var tenant = shared.NewTenant();
        await using var other = shared.NewTenant();
        await tenant.FaultAsync("all", All);
        Assert.Equal(503, (await tenant.ForceAsync(Force())).Code);
        Assert.Equal(201, (await other.ForceAsync(Force())).Code);
        Refused.AsProblem(await other.GetAsync("/sandbox/faults/all"), 404, "NOT_FOUND");
        Refused.AsProblem(await other.DeleteAsync("/sandbox/faults/all"), 404, "NOT_FOUND");
        Assert.Equal(503, (await tenant.ForceAsync(Force())).Code);
    }

    [Fact]
    public async Task Nobody_is_locked_out_by_a_rule_or_a_header()
    {
        await using var tenant = shared.NewTenant();
        await tenant.FaultAsync("all", All);
        foreach (var path in (string[])["/sandbox/check", "/sandbox/faults", "/sandbox/requests", "/health/ready", "/swagger/index.html",
            "/swagger/pismo/swagger.json"])
        {
            var answer = await tenant.SendAsync(HttpMethod.Get, path, null, (Header, "status=503"));
            Assert.Equal((200, null), (answer.Code, answer.Fault()));
        }
        Assert.Equal(503, (await tenant.ForceAsync(Force())).Code);
        Assert.Equal(204, (await tenant.DeleteAsync("/sandbox/faults/all")).Code);
        Assert.Equal(201, (await tenant.ForceAsync(Force())).Code);
    }

    [Fact]
    public async Task Another_process_on_the_database_strikes_too_and_counts_for_itself()
    {
        await using var second = await RunningService.StartAsync(shared.Service.Database);
        await using var tenant = shared.NewTenant();
        var there = new Tenant(second, tenant.Org);
        await there.ForcedAsync(Force());
        await tenant.FaultAsync("one", All, """{"times":1}""");
        Assert.Equal(503, (await tenant.ForceAsync(Force())).Code);
        Assert.Equal(201, (await tenant.ForceAsync(Force())).Code);
        // At the latest when what it knew is no longer fresh.
        await UntilAsync(async () => (await there.ForceAsync(Force())).Fault() is not null);
        Assert.Equal("1", (await there.GetAsync("/sandbox/faults/one")).Json.Text("struck"));
        await there.DisposeAsync();
    }

    [Fact]
    public async Task A_reset_removes_them()
    {
        await using var tenant = shared.NewTenant();
        await tenant.FaultAsync("all", All);
        Assert.Equal(503, (await tenant.ForceAsync(Force())).Code);
        Assert.Equal(200, (await tenant.SendAsync(HttpMethod.Post, "/sandbox/reset", null)).Code);
        Assert.Equal(201, (await tenant.ForceAsync(Force())).Code);
        Assert.Empty((await tenant.GetAsync("/sandbox/faults")).Json.GetProperty("items").EnumerateArray());
    }
}
