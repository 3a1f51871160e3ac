using ForceOps.Api.Faults;
using ForceOps.Api.Tests.Database;
using ForceOps.Api.Tests.Service;
using ForceOps.Postgres.Orgs;
using Npgsql;

namespace ForceOps.Api.Tests.Faults;

/// <summary>What a process remembers of the rules: one value, whoever asks, and no read that failed spoils the next one.</summary>
public sealed class KnownRulesTests(SharedService shared)
{
    [Fact]
    public async Task Orgs_without_rules_cost_no_read_and_a_failed_read_is_forgotten()
    {
        await using var tenant = shared.NewTenant();
        await tenant.FaultAsync("one", """{"status":503}""");
        var org = OrgId.Parse(tenant.Org);
        var (reads, isBroken) = (0, false);
        // Without a pool, so that every read is a connection to be counted.
        var builder = new NpgsqlDataSourceBuilder(
            new NpgsqlConnectionStringBuilder(shared.Service.Database) { Pooling = false }.ConnectionString);
        builder.UsePhysicalConnectionInitializer(_ => throw new NotSupportedException(), _ =>
        {
            reads++;
            return isBroken ? throw new NotSupportedException() : Task.CompletedTask;
        });
        await using var source = builder.Build();
        var stored = new FaultRuleStore(source, new Migrations.Contexts(source));
        var stamp = (await stored.ListAsync(org))[0].Stamp;
        var rules = new FaultRules(stored, new StandingClock());

        var known = (await rules.OfAsync(org)).Find(stamp);
        Assert.NotNull(known);
        var before = reads;
        for (var i = 0; i < 50; i++)
            Assert.Same(OrgFaults.None, await rules.OfAsync(new OrgId(Guid.NewGuid())));
        Assert.Equal(before, reads);

        isBroken = true;
        rules.Forget();
        await Assert.ThrowsAsync<NotSupportedException>(async () => await rules.OfAsync(org));
        isBroken = false;
        // Its counts too.
        Assert.Same(known, (await rules.OfAsync(org)).Find(stamp));
    }

    /// <summary>What is known stays fresh.</summary>
    private sealed class StandingClock : TimeProvider
    {
        public override long GetTimestamp() => 0;
    }
}
