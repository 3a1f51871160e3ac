namespace ForceOps.Tests;

/// <summary>
/// What pre-authorizations promise besides the numbered invariants: one confirmation ends one of them, takes all that was left of it, and
/// makes available what it does not post; and nobody is denied for nothing.
/// </summary>
internal static class PreAuthorizations
{
    public static IEnumerable<string> Broken(Dump before, Operation operation, Outcome outcome, Dump after) => (operation, outcome) switch
    {
        (PreAuthorization asked, Outcome.Accepted { Denial: { } denial }) => Spending.KeptSums(before, after)
            .Concat(Spending.Refused(before, AsTransfer(asked), denial.Error)),
        (PreAuthorization asked, Outcome.Accepted) => Waits(before, asked, after),
        (ConfirmPayment, Outcome.Accepted { Denial: { } denial, Authorization: var row }) => Spending.KeptSums(before, after)
            .Concat(Denied(before, row.Original!.Value.Id, row.Amount, denial.Error)),
        (ConfirmPayment, Outcome.Accepted { Authorization: var row }) => Confirmed(before, row, after),
        (CancelPayment, Outcome.Accepted { Denial: { } denial, Authorization: var row }) =>
            Denied(before, row.ParentId!.Value, row.Amount, denial.Error),
        _ => [],
    };

    /// <summary>What a confirmation changed of what is held, if it took all that was left of the one that it names; else 0.</summary>
    public static decimal TakenBy(Dump dump, Authorization confirmation)
    {
        var changes = dump.HoldChanges.Where(change => change.AuthorizationId == confirmation.Id).ToList();
        var original = dump.Authorizations.FirstOrDefault(row => row.Id == confirmation.Original!.Value.Id);
        return original is { IsPreAuthorization: true, RemainingAmount: 0 } && changes is [{ Change: < 0 } taken]
            && taken.HoldId == original.Id ? taken.Change : 0;
    }

    /// <summary>What an operation counts for the day's limit: a confirmation only what it posts beyond what was held.</summary>
    public static decimal CountedOf(Dump dump, Authorization row) =>
        row.IsConfirmation ? Math.Max(0, row.Amount + TakenBy(dump, row)) : row.Amount;

    private static IEnumerable<string> Waits(Dump before, PreAuthorization asked, Dump after)
    {
        var (was, now) = (before.Accounts[asked.AccountId], after.Accounts[asked.AccountId]);
        if (now.Balance != was.Balance || now.Funds.Held != was.Funds.Held + asked.Amount.Value || AvailableOf(now) < 0)
            yield return $"pre-authorization: {asked.TrackingId} holds {now.Funds.Held} of {now.Balance}, which was {was}";
        var today = DateOnly.FromDateTime(after.Now.UtcDateTime);
        var spent = was.Funds.SpentOn == today ? was.Funds.Spent : 0;
        if ((now.Funds.SpentOn, now.Funds.Spent) != (today, spent + asked.Amount.Value)
            || asked.Amount.Value > now.Funds.PerOperation || now.Funds.Spent > now.Funds.PerDay)
            yield return $"pre-authorization: {asked.TrackingId} was let pass the limits {now.Funds}";
    }

    private static IEnumerable<string> Confirmed(Dump before, Authorization row, Dump after)
    {
        var taken = -TakenBy(after, row);
        var original = before.Authorizations.FirstOrDefault(one => one.Id == row.Original!.Value.Id);
        if (taken == 0 || taken != original?.RemainingAmount)
            yield return $"pre-authorization: confirmation {row.Id} took {taken} of {original}";
        var (was, now) = (before.Accounts[row.AccountId], after.Accounts[row.AccountId]);
        if (now.Balance != was.Balance - row.Amount || AvailableOf(now) != AvailableOf(was) + taken - row.Amount)
            yield return $"pre-authorization: confirmation {row.Id} of {row.Amount} made {now} of {was}";
        if (row.Amount > taken && AvailableOf(now) < 0)
            yield return $"pre-authorization: confirmation {row.Id} spent more than there was";
    }

    private static IEnumerable<string> Denied(Dump before, long id, decimal amount, LedgerError error)
    {
        var original = before.Authorizations.First(row => row.Id == id);
        var account = before.Accounts[original.AccountId];
        var isConfirmed = before.Authorizations.Any(row => row is { IsConfirmation: true, Denied: null } && row.Original!.Value.Id == id);
        var rightly = error switch
        {
            LedgerError.NotAPreAuthorization => !original.IsPreAuthorization,
            LedgerError.AlreadyConfirmed => original is { IsPreAuthorization: true, RemainingAmount: 0 } && isConfirmed,
            LedgerError.AlreadyCanceled => original.RemainingAmount == 0 && !isConfirmed,
            LedgerError.AmountExceedsRemaining => amount > original.RemainingAmount,
            LedgerError.InsufficientFunds => amount - original.RemainingAmount > AvailableOf(account),
            LedgerError.LimitExceeded or LedgerError.AccountNotActive => amount > original.RemainingAmount,
            _ => true,
        };
        if (!rightly)
            yield return $"pre-authorization: {error} is not so of {original}";
    }

    private static decimal AvailableOf(AccountRow row) => row.Balance + row.Funds.CreditLimit - row.Funds.Held;

    private static Transfer AsTransfer(PreAuthorization asked) => new()
    {
        TrackingId = asked.TrackingId, CorrelationId = "cid", Amount = asked.Amount,
        From = new TransferParty.Customer(asked.AccountId), To = new TransferParty.World(),
    };
}
