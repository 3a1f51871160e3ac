using ForceOps.Api.Faults;
using ForceOps.Api.Tests.Database;
using ForceOps.Api.Tests.Service;
using ForceOps.Postgres;
using Microsoft.EntityFrameworkCore;

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
        await using var source = LedgerDatabase.Open(shared.Service.Database);
        var contexts = new Counted(new Migrations.Contexts(source));
        var stored = new StoredFaultRules(contexts);
        var stamp = (await stored.ListAsync(org, CancellationToken.None))[0].Stamp;
        var rules = new FaultRules(stored, new StandingClock());

        var known = (await rules.OfAsync(org, CancellationToken.None)).Find(stamp);
        Assert.NotNull(known);
        var reads = contexts.Made;
        for (var i = 0; i < 50; i++)
            Assert.Same(OrgFaults.None, await rules.OfAsync(new OrgId(Guid.NewGuid()), CancellationToken.None));
        Assert.Equal(reads, contexts.Made);

        contexts.Broken = true;
        rules.Forget();
        await Assert.ThrowsAsync<NotSupportedException>(async () => await rules.OfAsync(org, CancellationToken.None));
        contexts.Broken = false;
        // Its counts too.
        Assert.Same(known, (await rules.OfAsync(org, CancellationToken.None)).Find(stamp));
    }

    /// <summary>What is known stays fresh.</summary>
    private sealed class StandingClock : TimeProvider
    {
        public override long GetTimestamp() => 0;
    }

    private sealed class Counted(IDbContextFactory<LedgerDbContext> contexts) : IDbContextFactory<LedgerDbContext>
    {
        internal int Made { get; private set; }

        internal bool Broken { get; set; }

        public LedgerDbContext CreateDbContext()
        {
            Made++;
            return Broken ? throw new NotSupportedException() : contexts.CreateDbContext();
        }
    }
}
