using System.Collections.Concurrent;
using Microsoft.EntityFrameworkCore;

namespace ForceOps.Postgres;

/// <summary>
/// The clocks of the orgs, for everything outside a batch; a batch decides by the clock that it reads with the org's rules. A change
/// counts at once for postings in every process and for everything in this one, and elsewhere within <see cref="Fresh"/>.
/// </summary>
public sealed class OrgClocks(IDbContextFactory<LedgerDbContext> contexts, TimeProvider clock)
{
    /// <summary>How old a known clock may be: shorter than anybody takes from one process to another by hand, and four small reads a second.</summary>
    private static readonly TimeSpan Fresh = TimeSpan.FromMilliseconds(250);

    private readonly ConcurrentDictionary<OrgId, Reading> _known = new();

    /// <summary>The org's time; the real one for an org that does not exist.</summary>
    public async ValueTask<DateTimeOffset> NowAsync(OrgId org, CancellationToken cancel)
    {
        while (true)
        {
            var known = _known.GetValueOrDefault(org);
            if (known is null || known.Clock.IsFaulted || clock.GetElapsedTime(known.BeganAt) >= Fresh)
            {
                // One reads for all who come meanwhile; nobody's hanging up may cancel it for the others.
                var begun = new Reading(clock.GetTimestamp(), () => ReadAsync(org, CancellationToken.None));
                if (!(known is null ? _known.TryAdd(org, begun) : _known.TryUpdate(org, begun, known)))
                    continue;
                known = begun;
            }
            return (await known.Clock.WaitAsync(cancel)).At(clock.GetUtcNow());
        }
    }

    /// <summary>The clock as it is stored, and its time.</summary>
    public async Task<(OrgClock Clock, DateTimeOffset Now)> FindAsync(OrgId org, CancellationToken cancel)
    {
        var found = await ReadAsync(org, cancel);
        _known.TryRemove(org, out _);
        return (found, found.At(clock.GetUtcNow()));
    }

    /// <summary>
    /// Sets the clock to what the change makes of it and the real time; null when it makes nothing, and then nothing is set. Two changes
    /// at a time come one after the other, so that two advances of an hour are two hours.
    /// </summary>
    public async Task<(OrgClock Clock, DateTimeOffset Now)?> ChangeAsync(OrgId org, Func<OrgClock, DateTimeOffset, OrgClock?> change, CancellationToken cancel)
    {
        await using var context = await contexts.CreateDbContextAsync(cancel);
        await using var transaction = await context.Database.BeginTransactionAsync(cancel);
        var row = await context.Orgs.FromSql($"SELECT * FROM orgs WHERE org = {org.Value} FOR NO KEY UPDATE").AsTracking().SingleAsync(cancel);
        if (change(new OrgClock(row.ClockFrozenAt, row.ClockOffset), clock.GetUtcNow()) is not { } changed)
            return null;
        (row.ClockFrozenAt, row.ClockOffset) = (changed.FrozenAt, changed.Offset);
        // What the writers watch, in every process.
        row.RulesVersion++;
        await context.SaveChangesAsync(cancel);
        await transaction.CommitAsync(cancel);
        Forget(org);
        return (changed, changed.At(clock.GetUtcNow()));
    }

    /// <summary>Reads the org's clock anew the next time: for whoever changes it together with other things of the org.</summary>
    public void Forget(OrgId org) => _known.TryRemove(org, out _);

    private async Task<OrgClock> ReadAsync(OrgId org, CancellationToken cancel)
    {
        await using var context = await contexts.CreateDbContextAsync(cancel);
        return await context.Orgs.Where(row => row.Org == org.Value)
            .Select(row => new OrgClock(row.ClockFrozenAt, row.ClockOffset)).SingleOrDefaultAsync(cancel) ?? OrgClock.Real;
    }

    private sealed class Reading(long beganAt, Func<Task<OrgClock>> read)
    {
        private readonly Lazy<Task<OrgClock>> _clock = new(read);

        internal long BeganAt => beganAt;

        internal Task<OrgClock> Clock => _clock.Value;
    }
}
