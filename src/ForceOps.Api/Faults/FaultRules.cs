using System.Data.Common;
using ForceOps.Postgres;
using ForceOps.Postgres.Model;

namespace ForceOps.Api.Faults;

/// <summary>
/// The rules in force, kept in memory: a rule counts at once in the process that it was put to, elsewhere a moment later (<see cref="Recent{T}"/>).
/// Those of all orgs are one value: callers that nobody has let in yet may name any org, and must not cause a read or an entry each.
/// Counts go on over reads, as long as a rule is not put again.
/// </summary>
internal sealed class FaultRules
{
    private readonly StoredFaultRules _stored;
    private readonly Recent<Dictionary<OrgId, OrgFaults>> _recent;
    private readonly Lock _lock = new();
    private Task _reading = Task.CompletedTask;
    private Dictionary<OrgId, OrgFaults> _last = [];

    public FaultRules(StoredFaultRules stored, TimeProvider clock)
    {
        _stored = stored;
        _recent = new Recent<Dictionary<OrgId, OrgFaults>>(ReadAsync, clock);
    }

    /// <summary>Of the orgs that have any.</summary>
    internal ValueTask<Dictionary<OrgId, OrgFaults>> AllAsync() => _recent.GetAsync();

    internal async ValueTask<OrgFaults> OfAsync(OrgId org) => (await AllAsync()).GetValueOrDefault(org, OrgFaults.None);

    /// <summary>For whoever has changed rules.</summary>
    internal void Forget() => _recent.Forget();

    /// <summary>One read after the other, so that an older one never takes the place of a younger one and its counts.</summary>
    private Task<Dictionary<OrgId, OrgFaults>> ReadAsync()
    {
        lock (_lock)
        {
            var read = ReadAfterAsync(_reading);
            _reading = read;
            return read;
        }
    }

    private async Task<Dictionary<OrgId, OrgFaults>> ReadAfterAsync(Task before)
    {
        // Whatever became of it: one read that failed says nothing about the next one.
        await before.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        try
        {
            var known = new Dictionary<OrgId, OrgFaults>();
            foreach (var rows in (await _stored.AllAsync()).GroupBy(row => new OrgId(row.Org)))
            {
                var earlier = _last.GetValueOrDefault(rows.Key, OrgFaults.None);
                known[rows.Key] = new OrgFaults([.. rows.Select(row => earlier.Find(row.Stamp) ?? Counted(row)).OfType<CountedRule>()]);
            }
            return _last = known;
        }
        // Faults are no reason for a payment to fail: it goes on with what was known, and tells itself that the database is away.
        catch (Exception error) when (IsDatabaseAway(error))
        {
            return _last;
        }
    }

    /// <summary>Null for what another build has written and this one does not understand.</summary>
    private static CountedRule? Counted(FaultRuleRow row) =>
        FaultsJson.Read(row.Definition) is { } body && FaultRuleReading.Read(row.Name, body).Rule is { } rule ? new CountedRule(rule, row.Stamp) : null;

    private static bool IsDatabaseAway(Exception error) => error is DbException or TimeoutException;
}
