using System.Collections.Concurrent;
using System.Data.Common;
using ForceOps.Postgres;

namespace ForceOps.Api.Faults;

/// <summary>
/// The rules in force, kept in memory: a rule counts at once in the process that it was put to, elsewhere within <see cref="Fresh"/>.
/// While no org has a rule, nobody asks for those of an org.
/// </summary>
internal sealed class FaultRules
{
    /// <summary>How old known rules may be: shorter than anybody takes from one process to another by hand, and four small reads a second.</summary>
    private static readonly TimeSpan Fresh = TimeSpan.FromMilliseconds(250);

    private readonly StoredFaultRules _stored;
    private readonly TimeProvider _clock;
    private readonly Recent<bool> _any;
    private readonly ConcurrentDictionary<OrgId, KnownFaults> _orgs = new();
    private bool _anyKnown;

    public FaultRules(StoredFaultRules stored, TimeProvider clock)
    {
        (_stored, _clock) = (stored, clock);
        _any = new Recent<bool>(ReadAnyAsync, Fresh, clock);
    }

    internal ValueTask<bool> AnyAsync(CancellationToken cancel) => _any.GetAsync(cancel);

    internal async ValueTask<OrgFaults> OfAsync(OrgId org, CancellationToken cancel) =>
        await AnyAsync(cancel)
            ? await _orgs.GetOrAdd(org, static (key, self) => new KnownFaults(key, self._stored, Fresh, self._clock), this).GetAsync(cancel)
            : OrgFaults.None;

    /// <summary>For whoever has changed the org's rules.</summary>
    internal void Forget(OrgId org)
    {
        if (_orgs.TryGetValue(org, out var known))
            known.Forget();
        _any.Forget();
    }

    private async Task<bool> ReadAnyAsync()
    {
        try
        {
            return _anyKnown = await _stored.AnyAsync(CancellationToken.None);
        }
        // Faults are no reason for a payment to fail: it goes on with what was known, and tells itself that the database is away.
        catch (Exception error) when (IsDatabaseAway(error))
        {
            return _anyKnown;
        }
    }

    /// <summary>EF Core wraps what may pass in an exception of its own.</summary>
    internal static bool IsDatabaseAway(Exception error) => error is DbException or TimeoutException or InvalidOperationException { InnerException: DbException };
}
