namespace ForceOps.Api.Tests.Model;

/// <summary>
/// The books in memory. They can be copied, as a snapshot copies those of the service, and their time can be changed, which the rules'
/// own state cannot.
/// </summary>
internal sealed class ModelBooks
{
    private readonly IReadOnlyList<long> _earlier;
    private readonly IReadOnlyList<HoldChange> _earlierChanges;
    private readonly long _firstId;

    /// <summary>Makes books without anything in them.</summary>
    internal ModelBooks(OrgRules rules, DateTimeOffset now, long firstId) : this(new LedgerState(rules, now, firstId), firstId, [], [])
    {
    }

    private ModelBooks(LedgerState state, long firstId, IReadOnlyList<long> earlier, IReadOnlyList<HoldChange> changes) =>
        (State, _firstId, _earlier, _earlierChanges) = (state, firstId, earlier, changes);

    internal LedgerState State { get; }

    /// <summary>The first id that no authorization or movement of these books has.</summary>
    internal long NextId => _firstId + State.IdsUsed;

    /// <summary>All authorizations, each as it is now.</summary>
    internal IEnumerable<Authorization> Authorizations =>
        _earlier.Concat(State.Recorded.Select(one => one.Id)).Select(id => State.FindAuthorization(id)!);

    /// <summary>Copies the books.</summary>
    /// <param name="now">The time of the copy.</param>
    /// <param name="firstId">No id is given twice, as the service gives none twice.</param>
    internal ModelBooks Copy(DateTimeOffset now, long firstId)
    {
        var state = new LedgerState(State.Org, now, firstId);
        foreach (var account in State.Accounts)
            state.Load(Copy(account));
        var all = Authorizations.ToList();
        foreach (var authorization in all)
            state.Load(authorization);
        List<HoldChange> changes = [.. _earlierChanges, .. State.HoldChanges];
        foreach (var change in changes)
            state.Load(change);
        return new ModelBooks(state, firstId, [.. all.Select(one => one.Id)], changes);
    }

    private static Account Copy(Account account)
    {
        var funds = account.Funds ?? AccountFunds.None;
        var (day, sum) = account.Spent is { } spent ? (spent.Day, spent.Sum) : (funds.SpentOn, funds.Spent);
        return new Account(account.Id, account.Kind, account.Currency, account.Balance)
        {
            Status = account.Status, Funds = funds with { Held = account.Held, SpentOn = day, Spent = sum },
        };
    }
}
