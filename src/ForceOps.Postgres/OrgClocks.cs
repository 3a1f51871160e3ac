using System.Collections.Concurrent;
using Microsoft.EntityFrameworkCore;

namespace ForceOps.Postgres;

/// <summary>
/// The clocks of the orgs, for everything outside a batch; a batch decides by the clock that it reads with the org's rules. A change
/// counts at once for postings in every process and for everything in this one, and elsewhere a moment later (<see cref="Recent{T}"/>).
/// </summary>
public sealed class OrgClocks(IDbContextFactory<LedgerDbContext> contexts, TimeProvider clock)
{
    private readonly ConcurrentDictionary<OrgId, Recent<OrgClock>> _known = new();

    /// <summary>The org's time; the real one for an org that does not exist.</summary>
    public async ValueTask<DateTimeOffset> NowAsync(OrgId org)
    {
        var known = _known.GetOrAdd(org, key => new Recent<OrgClock>(() => ReadAsync(key), clock));
        return (await known.GetAsync()).At(clock.GetUtcNow());
    }

    /// <summary>The clock as it is stored, and its time.</summary>
    public async Task<(OrgClock Clock, DateTimeOffset Now)> FindAsync(OrgId org)
    {
        var found = await ReadAsync(org);
        _known.TryRemove(org, out _);
        return (found, found.At(clock.GetUtcNow()));
    }

    /// <summary>
    /// Sets the clock to what the change makes of it and the real time; null when it makes nothing, and then nothing is set. Two changes
    /// at a time come one after the other, so that two advances of an hour are two hours.
    /// </summary>
    public async Task<(OrgClock Clock, DateTimeOffset Now)?> ChangeAsync(OrgId org, Func<OrgClock, DateTimeOffset, OrgClock?> change)
    {
        await using var context = await contexts.CreateDbContextAsync();
        await using var transaction = await context.Database.BeginTransactionAsync();
        var row = await BookSwitch.LockAsync(context, org);
        if (change(new OrgClock(row.ClockFrozenAt, row.ClockOffset), clock.GetUtcNow()) is not { } changed)
            return null;
        await context.Orgs.Where(one => one.Org == org.Value).ExecuteUpdateAsync(
            set => set.SetProperty(one => one.ClockFrozenAt, changed.FrozenAt).SetProperty(one => one.ClockOffset, changed.Offset)
                // What the writers watch, in every process.
                .SetProperty(one => one.RulesVersion, one => one.RulesVersion + 1));
        await transaction.CommitAsync();
        Forget(org);
        return (changed, changed.At(clock.GetUtcNow()));
    }

    /// <summary>Reads the org's clock anew the next time: for whoever changes it together with other things of the org.</summary>
    public void Forget(OrgId org) => _known.TryRemove(org, out _);

    private async Task<OrgClock> ReadAsync(OrgId org)
    {
        await using var context = await contexts.CreateDbContextAsync();
        return await context.Orgs.Where(row => row.Org == org.Value)
            .Select(row => new OrgClock(row.ClockFrozenAt, row.ClockOffset)).SingleOrDefaultAsync() ?? OrgClock.Real;
    }
}
