namespace ForceOps.Tests;

/// <summary>I10 of ARCHITECTURE.md: what is held is what is left of the holds, and what is available is what is not held.</summary>
internal static class HeldMoney
{
    public static IEnumerable<string> Broken(Dump before, Operation operation, Outcome outcome, Dump after) => outcome switch
    {
        Outcome.Accepted => I10(after).Concat(Headrooms(before, after)).Concat(Kept(before, operation, after)),
        Outcome.Rejected { Error: LedgerError.InsufficientFunds } when operation is HoldFunds hold => Refused(before, hold),
        _ => [],
    };

    /// <summary>Every account holds what is left of its holds, and every number in between is what it was just then.</summary>
    public static IEnumerable<string> I10(Dump dump)
    {
        var byId = dump.Authorizations.ToDictionary(row => row.Id);
        var (ofHold, ofAuthorization) = (Sums(dump, change => change.HoldId), Sums(dump, change => change.AuthorizationId));
        foreach (var (id, row) in dump.Accounts)
        {
            var left = dump.Authorizations.Where(hold => hold.HoldsMoney && hold.AccountId == id).Sum(hold => hold.RemainingAmount);
            if (row.Funds.Held < 0 || row.Funds.Held != left)
                yield return $"I10: account {id} holds {row.Funds.Held} and its holds have {left} left";
        }
        foreach (var row in dump.Authorizations)
        {
            if (row.HoldsMoney && ofHold.GetValueOrDefault(row.Id) != row.RemainingAmount)
                yield return $"I10: hold {row.Id} has {row.RemainingAmount} left and was changed by {ofHold.GetValueOrDefault(row.Id)}";
            var changed = ofAuthorization.GetValueOrDefault(row.Id);
            var said = row.Denied is not null ? 0 : row.Type switch
            {
                AuthorizationType.Hold or AuthorizationType.PreAuthorization => -(int)row.Impact * row.Amount,
                AuthorizationType.Payment => row.IsConfirmation ? PreAuthorizations.TakenBy(dump, row) : 0,
                AuthorizationType.Transfer when changed != 0 => row.Original is null ? 0 : (int)row.Impact * row.Amount,
                AuthorizationType.Transfer or AuthorizationType.Force => 0,
            };
            if (changed != said)
                yield return $"I10: authorization {row.Id} says {said} and changed holds by {changed}";
        }
        foreach (var change in dump.HoldChanges)
        {
            if (!byId.TryGetValue(change.HoldId, out var hold) || !hold.HoldsMoney || hold.AccountId != change.AccountId
                || byId.GetValueOrDefault(change.AuthorizationId)?.AccountId != change.AccountId)
                yield return $"I10: {change} is not of a hold of its account";
        }
        foreach (var line in InBetween(dump))
            yield return line;
    }

    private static Dictionary<long, decimal> Sums(Dump dump, Func<HoldChange, long> key) =>
        dump.HoldChanges.GroupBy(key).ToDictionary(group => group.Key, group => group.Sum(change => change.Change));

    /// <summary>An authorization's changes of holds come before its movements, whose ids are larger.</summary>
    private static IEnumerable<string> InBetween(Dump dump)
    {
        var (held, balances) = (new Dictionary<long, decimal>(), new Dictionary<long, decimal>());
        var moved = 0;
        foreach (var change in dump.HoldChanges)
        {
            for (; moved < dump.Movements.Count && dump.Movements[moved].Id < change.AuthorizationId; moved++)
            {
                var movement = dump.Movements[moved];
                balances[movement.DebitAccount] = movement.DebitBalance ?? 0;
                balances[movement.CreditAccount] = movement.CreditBalance ?? 0;
            }
            held[change.AccountId] = held.GetValueOrDefault(change.AccountId) + change.Change;
            if (change.Held != held[change.AccountId] || change.Balance != balances.GetValueOrDefault(change.AccountId)
                || change.Headroom + change.Held < 0)
                yield return $"I10: {change} does not follow from what was before";
        }
    }

    /// <summary>What the operation stored as available is the credit limit without what is held.</summary>
    private static IEnumerable<string> Headrooms(Dump before, Dump after)
    {
        foreach (var movement in after.Movements.Skip(before.Movements.Count))
        {
            if (movement.DebitHeadroom != HeadroomOf(after, movement.DebitAccount)
                || movement.CreditHeadroom != HeadroomOf(after, movement.CreditAccount))
                yield return $"I10: {movement} has another headroom than its accounts";
        }
        foreach (var change in after.HoldChanges.Skip(before.HoldChanges.Count))
        {
            if (change.Headroom + change.Held != after.Accounts[change.AccountId].Funds.CreditLimit)
                yield return $"I10: {change} has another headroom than its account";
        }
    }

    private static decimal HeadroomOf(Dump dump, long account) =>
        dump.Accounts.TryGetValue(account, out var row) ? row.Funds.CreditLimit - row.Funds.Held : 0;

    /// <summary>Holds and releases move no money, and only what is there is held unless the request skips that.</summary>
    private static IEnumerable<string> Kept(Dump before, Operation operation, Dump after)
    {
        if (operation is HoldFunds or ReleaseHold && after.Movements.Count != before.Movements.Count)
            yield return $"I10: {operation.TrackingId} moved money";
        if (operation is HoldFunds { SkipsBalance: false } hold
            && HeadroomOf(after, hold.AccountId) + after.Accounts[hold.AccountId].Balance < 0)
            yield return $"I10: {operation.TrackingId} holds more than there is";
        if (operation is not (HoldFunds or OperationOnHolds or CancelHoldTransfer or PreAuthorization or ConfirmPayment or CancelPayment)
            && after.HoldChanges.Count != before.HoldChanges.Count)
            yield return $"I10: {operation.TrackingId} changed what is held";
    }

    private static IEnumerable<string> Refused(Dump before, HoldFunds hold)
    {
        var row = before.Accounts[hold.AccountId];
        if (hold.SkipsBalance || row.Balance + row.Funds.CreditLimit - row.Funds.Held >= hold.Amount.Value)
            yield return $"I10: {hold.TrackingId} was refused although there was enough: {row}";
    }
}
