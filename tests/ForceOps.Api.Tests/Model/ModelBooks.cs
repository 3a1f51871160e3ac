using ForceOps.Api.Tests.Delayed;

namespace ForceOps.Api.Tests.Model;

/// <summary>
/// The books in memory. They can be copied, as a snapshot copies those of the service, and their time can be changed, which the rules'
/// own state cannot.
/// </summary>
internal sealed class ModelBooks
{
    private readonly IReadOnlyList<long> _earlier;
    private readonly IReadOnlyList<HoldChange> _earlierChanges;
    private readonly IReadOnlyList<DelayedOperation> _earlierWaiting;
    private readonly long _firstId;

    /// <summary>Makes books without anything in them.</summary>
    internal ModelBooks(OrgRules rules, DateTimeOffset now, long firstId) : this(NewState(rules, now, firstId, 0), firstId, [], [], [])
    {
    }

    private ModelBooks(LedgerState state, long firstId, IReadOnlyList<long> earlier, IReadOnlyList<HoldChange> changes,
        IReadOnlyList<DelayedOperation> waiting) =>
        (State, _firstId, _earlier, _earlierChanges, _earlierWaiting) = (state, firstId, earlier, changes, waiting);

    internal LedgerState State { get; }

    /// <summary>The first id that no authorization or movement of these books has.</summary>
    internal long NextId => _firstId + State.IdsUsed;

    /// <summary>What was answered 202 and is not posted yet, in the order of acceptance.</summary>
    internal IReadOnlyList<DelayedOperation> Waiting =>
        [.. _earlierWaiting.Concat(State.Delayed.Accepted).ExceptBy(State.Delayed.Finished.Select(one => one.Id), one => one.Id)];

    /// <summary>All authorizations, each as it is now.</summary>
    internal IEnumerable<Authorization> Authorizations =>
        _earlier.Concat(State.Recorded.Select(one => one.Id)).Select(id => State.FindAuthorization(id)!);

    /// <summary>Copies the books.</summary>
    /// <param name="now">The time of the copy.</param>
    /// <param name="firstId">No id is given twice, as the service gives none twice.</param>
    /// <param name="settledBelow">Where the card batch is closed; null: where it was.</param>
    internal ModelBooks Copy(DateTimeOffset now, long firstId, long? settledBelow = null)
    {
        var state = NewState(State.Org, now, firstId, settledBelow ?? State.SettledBelow);
        foreach (var account in State.Accounts)
            state.Load(Copy(account));
        var all = Authorizations.ToList();
        foreach (var authorization in all)
            state.Load(authorization);
        List<HoldChange> changes = [.. _earlierChanges, .. State.HoldChanges];
        foreach (var change in changes)
            state.Load(change);
        var waiting = Waiting;
        foreach (var delayed in waiting)
            state.Delayed.Load(delayed);
        return new ModelBooks(state, firstId, [.. all.Select(one => one.Id)], changes, waiting);
    }

    private static LedgerState NewState(OrgRules rules, DateTimeOffset now, long firstId, long settledBelow) =>
        new(rules, now, firstId) { SettledBelow = settledBelow, Delayed = new DelayedOperations(LateService.After) };

    private static Account Copy(Account account)
    {
        var funds = account.Funds ?? AccountFunds.None;
        var (day, sum) = account.Spent is { } spent ? (spent.Day, spent.Sum) : (funds.SpentOn, funds.Spent);
        return new Account(account.Id, account.Kind, account.Currency, account.Balance)
        {
            Status = account.Status, IsDelayed = account.IsDelayed, Funds = funds with { Held = account.Held, SpentOn = day, Spent = sum },
        };
    }
}
