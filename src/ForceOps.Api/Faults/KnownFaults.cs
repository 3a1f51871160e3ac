using ForceOps.Postgres;

namespace ForceOps.Api.Faults;

/// <summary>The rules of one org as this process knows them. Counts go on over reads, as long as a rule is not put again.</summary>
internal sealed class KnownFaults
{
    private readonly OrgId _org;
    private readonly StoredFaultRules _stored;
    private readonly Recent<OrgFaults> _recent;
    private readonly Lock _lock = new();
    private Task<OrgFaults> _last = Task.FromResult(OrgFaults.None);

    internal KnownFaults(OrgId org, StoredFaultRules stored, TimeSpan fresh, TimeProvider clock)
    {
        (_org, _stored) = (org, stored);
        _recent = new Recent<OrgFaults>(ReadAsync, fresh, clock);
    }

    internal ValueTask<OrgFaults> GetAsync(CancellationToken cancel) => _recent.GetAsync(cancel);

    internal void Forget() => _recent.Forget();

    /// <summary>One read after the other, so that an older one never takes the place of a younger one and its counts.</summary>
    private Task<OrgFaults> ReadAsync()
    {
        lock (_lock)
            return _last = ReadAfterAsync(_last);
    }

    private async Task<OrgFaults> ReadAfterAsync(Task<OrgFaults> before)
    {
        var last = await before;
        try
        {
            var rows = await _stored.ListAsync(_org, CancellationToken.None);
            return new OrgFaults([.. rows.Select(row => last.Find(row.Stamp) ?? Counted(row)).OfType<CountedRule>()]);
        }
        catch (Exception error) when (FaultRules.IsDatabaseAway(error))
        {
            return last;
        }
    }

    /// <summary>Null for what another build has written and this one does not understand.</summary>
    private static CountedRule? Counted(Postgres.Model.FaultRuleRow row) =>
        FaultsJson.Read(row.Definition) is { } body && FaultRuleReading.Read(row.Name, body).Rule is { } rule ? new CountedRule(rule, row.Stamp) : null;
}
