namespace ForceOps.Tests;

/// <summary>
/// What transfers promise besides the numbered invariants: nobody spends what he has not got or may not spend, and nobody is refused
/// for nothing.
/// </summary>
internal static class Spending
{
    public static IEnumerable<string> Broken(Dump before, Operation operation, Outcome outcome, Dump after) => (operation, outcome) switch
    {
        (Transfer transfer, Outcome.Accepted accepted) => Spent(before, transfer, accepted, after).Concat(Answered(accepted, after)),
        (CancelTransfer cancel, Outcome.Accepted accepted) =>
            Answered(accepted, after).Concat(KeptSums(before, after)).Concat(Reached(before, cancel, expected: true)),
        (Force or CancelForce, Outcome.Accepted) => KeptSums(before, after),
        (Payment or PaymentTransfer, Outcome.Accepted { Denial: { } denial }) =>
            KeptSums(before, after).Concat(Refused(before, PaymentSteps.AsTransfer(operation, outcome), denial.Error)),
        (Payment or PaymentTransfer, Outcome.Accepted accepted) =>
            Spent(before, PaymentSteps.AsTransfer(operation, outcome), accepted, after).Concat(Answered(accepted, after)),
        (CancelPayment, Outcome.Accepted { Denial: not null }) => KeptSums(before, after),
        (CancelPayment, Outcome.Accepted { Authorization.Type: AuthorizationType.PreAuthorization }) => [],
        (CancelPayment, Outcome.Accepted accepted) => Answered(accepted, after).Concat(KeptSums(before, after)),
        (Transfer transfer, Outcome.Rejected rejected) => Refused(before, transfer, rejected.Error),
        (CancelTransfer cancel, Outcome.Rejected { Error: LedgerError.AmountExceedsRemaining }) => Refused(before, cancel),
        (CancelTransfer cancel, Outcome.Rejected { Error: LedgerError.AccountOutOfReach }) => Reached(before, cancel, expected: false),
        _ => [],
    };

    private static IEnumerable<string> Spent(Dump before, Transfer transfer, Outcome.Accepted accepted, Dump after)
    {
        foreach (var (party, other) in new[] { (transfer.From, "CREDIT_ONLY"), (transfer.To, "DEBIT_ONLY") })
        {
            if (after.Accounts.TryGetValue(party.AccountId, out var row) && IsStopped(row, other))
                yield return $"spending: account {party.AccountId} is {row.Status}";
        }
        if (transfer.From is TransferParty.Card card && Acquirer.Ask(card.Id) != AcquirerAnswer.Approved)
            yield return $"spending: card {card.Id} is not approved";
        if (!after.Accounts.TryGetValue(transfer.From.AccountId, out var giver))
            yield break;
        var (id, funds) = (transfer.From.AccountId, giver.Funds);
        if (giver.Balance + funds.CreditLimit - funds.Held < 0 || giver.Balance != before.Accounts[id].Balance - transfer.Amount.Value)
            yield return $"spending: account {id} has {giver.Balance} and the credit limit {funds.CreditLimit}";
        if (transfer.Amount.Value > funds.PerOperation || funds.Spent > funds.PerDay)
            yield return $"spending: account {id} spent {transfer.Amount} and {funds.Spent} today, which may be {funds}";
        var today = DateOnly.FromDateTime(accepted.Authorization.EventDate.UtcDateTime);
        var sum = after.Authorizations.Where(
            row => row is { Type: AuthorizationType.Transfer or AuthorizationType.Payment or AuthorizationType.PreAuthorization }
            && row is { IsCancellation: false, Denied: null, Impact: BalanceImpact.Debit } && (row.Original is null || row.IsConfirmation)
            && row.AccountId == id && DateOnly.FromDateTime(row.EventDate.UtcDateTime) == today)
            .Sum(row => PreAuthorizations.CountedOf(after, row));
        if ((funds.SpentOn, funds.Spent) != (today, sum))
            yield return $"spending: account {id} remembers {funds.Spent} of {funds.SpentOn}, it was {sum}";
    }

    /// <summary>Pismo's table of statuses once more, in words: the checks must not agree with themselves.</summary>
    private static bool IsStopped(AccountRow row, string otherSideOnly) => row.Status.Text switch
    {
        "NORMAL" => false,
        "BLOCKED" => otherSideOnly is "CREDIT_ONLY",
        "DEBIT_ONLY" => otherSideOnly is "DEBIT_ONLY",
        _ => true,
    };

    private static IEnumerable<string> Answered(Outcome.Accepted accepted, Dump after)
    {
        var row = after.Accounts[accepted.Authorization.AccountId];
        if (accepted.Available != row.Balance + row.Funds.CreditLimit - row.Funds.Held)
            yield return $"spending: {accepted.Available} is not what account {accepted.Authorization.AccountId} can spend";
    }

    internal static IEnumerable<string> KeptSums(Dump before, Dump after) => before.Accounts
        .Where(account => after.Accounts[account.Key].Funds != account.Value.Funds)
        .Select(account => $"spending: the day's sum of account {account.Key} was changed by no transfer");

    internal static IEnumerable<string> Refused(Dump before, Transfer transfer, LedgerError error)
    {
        var (giver, amount) = (before.Accounts.GetValueOrDefault(transfer.From.AccountId), transfer.Amount.Value);
        var spent = giver?.Funds.SpentOn == DateOnly.FromDateTime(before.Now.UtcDateTime) ? giver.Funds.Spent : 0;
        var rightly = error switch
        {
            LedgerError.InsufficientFunds => giver is null || giver.Balance + giver.Funds.CreditLimit - giver.Funds.Held < amount,
            LedgerError.LimitExceeded => amount > giver!.Funds.PerOperation || spent + amount > giver.Funds.PerDay,
            LedgerError.AccountNotActive => new[] { (transfer.From, "CREDIT_ONLY"), (transfer.To, "DEBIT_ONLY") }.Any(side =>
                before.Accounts.TryGetValue(side.Item1.AccountId, out var row) && IsStopped(row, side.Item2)),
            _ => true,
        };
        if (!rightly)
            yield return $"spending: {error} is not so: {giver}";
    }

    private static IEnumerable<string> Refused(Dump before, CancelTransfer cancel)
    {
        var original = OriginalOf(before, cancel);
        if (cancel.Amount.Value <= original.RemainingAmount)
            yield return $"spending: {original.RemainingAmount} of authorization {original.Id} was left to cancel";
    }

    /// <summary>A caller confined to one account reaches the transfers that this account gave or got.</summary>
    private static IEnumerable<string> Reached(Dump before, CancelTransfer cancel, bool expected)
    {
        var original = OriginalOf(before, cancel);
        var sides = before.Authorizations.Where(row => row.Id == original.Id || row.Id == original.CounterpartId);
        if (sides.Any(row => row.AccountId == (cancel.ConfinedTo ?? row.AccountId)) != expected)
            yield return $"spending: authorization {original.Id} is {(expected ? "not " : "")}in reach of {cancel.ConfinedTo}";
    }

    private static Authorization OriginalOf(Dump before, CancelTransfer cancel) =>
        before.Authorizations.First(row => row.Id == cancel.AuthorizationId || row.TrackingId == cancel.OriginalTrackingId);
}
