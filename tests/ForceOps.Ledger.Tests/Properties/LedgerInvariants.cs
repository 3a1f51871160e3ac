namespace ForceOps.Tests;

/// <summary>The invariants I1 to I7 of ARCHITECTURE.md over whole tables. Each yields what it found broken, its number first.</summary>
internal static class LedgerInvariants
{
    /// <summary>All of them after one decision. A decision that changed nothing need not be looked into further.</summary>
    public static IEnumerable<string> Broken(Dump before, Operation operation, Outcome outcome, Dump after)
    {
        var broken = I3(before, operation, outcome).Concat(I7(before, outcome, after)).Concat(Denials.Broken(before, outcome, after));
        return outcome is Outcome.Accepted
            ? broken.Concat(I1(after)).Concat(I2(after)).Concat(I3(after)).Concat(I4(after)).Concat(I5(after)).Concat(I6(before, after))
            : broken;
    }

    /// <summary>Every account's balance is the sum of its movements, and every balance in between is what it was just then.</summary>
    public static IEnumerable<string> I1(Dump dump)
    {
        var balances = dump.Accounts.Keys.ToDictionary(id => id, _ => 0m);
        foreach (var movement in dump.Movements)
        {
            foreach (var (id, change, said) in new[]
            {
                (movement.DebitAccount, -movement.Amount, movement.DebitBalance),
                (movement.CreditAccount, movement.Amount, movement.CreditBalance),
            })
            {
                if (!InternalAccount.Is(id) && !balances.TryAdd(id, change))
                    balances[id] += change;
                if (said != (InternalAccount.Is(id) ? null : balances[id]))
                    yield return $"I1: movement {movement.Id} says {said} of account {id}";
            }
        }
        foreach (var (id, balance) in balances)
        {
            if (!dump.Accounts.TryGetValue(id, out var account) || account.Balance != balance)
                yield return $"I1: the movements of account {id} sum up to {balance}";
        }
    }

    /// <summary>
    /// Movements are positive, in one currency, between the accounts that their operation names, and together what it says.
    /// </summary>
    public static IEnumerable<string> I2(Dump dump)
    {
        var moved = dump.Authorizations.ToDictionary(authorization => authorization.Id, _ => (Principal: 0m, Fee: 0m));
        var byId = dump.Authorizations.ToDictionary(authorization => authorization.Id);
        foreach (var movement in dump.Movements)
        {
            if (movement.Amount <= 0 || movement.DebitAccount == movement.CreditAccount)
                yield return $"I2: movement {movement.Id} of {movement.Amount} from {movement.DebitAccount} to {movement.CreditAccount}";
            if (!byId.TryGetValue(movement.AuthorizationId, out var owner))
            {
                yield return $"I2: movement {movement.Id} belongs to nothing";
                continue;
            }
            if (owner is not { OwnsTrackingId: true, Denied: null }
                || owner.IsCancellation != movement.Kind is MovementKind.Reversal or MovementKind.FeeReversal)
                yield return $"I2: movement {movement.Id} of kind {movement.Kind} belongs to authorization {owner.Id}";
            var (account, other) = (owner.AccountId, Sides.AccountAcross(byId, owner, movement.Kind));
            if ((movement.DebitAccount, movement.CreditAccount) != (account, other)
                && (movement.CreditAccount, movement.DebitAccount) != (account, other))
                yield return $"I2: movement {movement.Id} is not between {account} and {other}";
            var change = movement.CreditAccount == account ? movement.Amount : -movement.Amount;
            var sum = moved[movement.AuthorizationId];
            moved[movement.AuthorizationId] = movement.Kind switch
            {
                MovementKind.Principal or MovementKind.Reversal => (sum.Principal + change, sum.Fee),
                MovementKind.Fee or MovementKind.FeeReversal => (sum.Principal, sum.Fee + change),
            };
        }
        foreach (var authorization in dump.Authorizations)
        {
            // The giving side's movement is the receiving side's too; that both say the same is I3.
            var said = authorization is { OwnsTrackingId: true, Denied: null }
                && authorization.Type is not (AuthorizationType.Hold or AuthorizationType.PreAuthorization)
                ? ((int)authorization.Impact * authorization.Amount, authorization.IsCancellation ? authorization.Fee : -authorization.Fee)
                : (0, 0);
            if (moved[authorization.Id] != said)
                yield return $"I2: authorization {authorization.Id} says {said} and moved {moved[authorization.Id]}";
            if (authorization.Denied is not null)
                continue; // Stored as it was asked for.
            if (!dump.Accounts.TryGetValue(authorization.AccountId, out var account) || account.Currency != authorization.Currency)
                yield return $"I2: authorization {authorization.Id} is in {authorization.Currency}, its account is not";
            if (!authorization.Currency.Fits(authorization.Amount) || !authorization.Currency.Fits(authorization.Fee))
                yield return $"I2: authorization {authorization.Id} has more decimals than {authorization.Currency}";
        }
    }

    /// <summary>One operation per tracking id: one authorization, or the two sides of a transfer, which say the same.</summary>
    public static IEnumerable<string> I3(Dump dump)
    {
        var owners = new HashSet<TrackingId>();
        var byId = dump.Authorizations.ToDictionary(authorization => authorization.Id);
        foreach (var authorization in dump.Authorizations)
        {
            if (authorization.OwnsTrackingId && !owners.Add(authorization.TrackingId))
                yield return $"I3: tracking id {authorization.TrackingId} stands there twice";
            if (authorization.CounterpartId is { } id && !Sides.Match(authorization, byId.GetValueOrDefault(id)))
                yield return $"I3: authorizations {authorization.Id} and {id} are not the two sides of a transfer";
        }
    }

    /// <summary>A tracking id in use is answered as a duplicate of what it made, and only then.</summary>
    public static IEnumerable<string> I3(Dump before, Operation operation, Outcome outcome)
    {
        var earlier = before.Authorizations.FirstOrDefault(authorization => authorization.TrackingId == operation.TrackingId);
        var duplicate = outcome as Outcome.Duplicate;
        if (duplicate?.Earlier != earlier)
            yield return $"I3: {operation.TrackingId} was answered with another operation than the one that has it";
        if (operation is not (Force or CancelForce or HoldFunds or ReleaseHold or Payment or PreAuthorization or ConfirmPayment)
            && duplicate?.Counterpart?.Id != earlier?.CounterpartId)
            yield return $"I3: {operation.TrackingId} was answered with one side only";
        if (outcome is Outcome.Accepted { Authorization.TrackingId: var trackingId } && trackingId != operation.TrackingId)
            yield return $"I3: {operation.TrackingId} was posted as {trackingId}";
    }

    /// <summary>
    /// What is canceled is the sum of the cancellations and no more than there was; the same for fees, and for both sides of a
    /// transfer.
    /// </summary>
    public static IEnumerable<string> I4(Dump dump)
    {
        var canceled = new Dictionary<long, (decimal Amount, decimal Fee)>();
        foreach (var cancellation in dump.Authorizations.Where(authorization => authorization is { IsCancellation: true, Denied: null }))
        {
            var sum = canceled.GetValueOrDefault(cancellation.ParentId!.Value);
            canceled[cancellation.ParentId.Value] = (sum.Amount + cancellation.Amount, sum.Fee + cancellation.Fee);
        }
        var byId = dump.Authorizations.ToDictionary(authorization => authorization.Id);
        foreach (var authorization in dump.Authorizations)
        {
            if (authorization.CounterpartId is { } other && byId.GetValueOrDefault(other)?.CanceledAmount != authorization.CanceledAmount)
                yield return $"I4: authorizations {authorization.Id} and {other} are not in step";
            if (authorization.CanceledAmount < 0 || authorization.RemainingAmount < 0)
                yield return $"I4: {authorization.CanceledAmount} of {authorization.Amount} of authorization {authorization.Id} is canceled";
            if (authorization.CanceledFee < 0 || authorization.RemainingFee < 0)
                yield return $"I4: {authorization.CanceledFee} of the fee {authorization.Fee} of authorization {authorization.Id} is canceled";
            // What of held money is released, transferred or confirmed is I10.
            var sum = canceled.GetValueOrDefault(authorization.Id);
            if (!authorization.HoldsMoney && sum != (authorization.CanceledAmount, authorization.CanceledFee))
                yield return $"I4: the cancellations of authorization {authorization.Id} are {sum}";
        }
    }

    /// <summary>
    /// A cancellation points at an earlier operation of its kind that is none itself, on the same account, and goes the other way.
    /// The two sides of a transfer's cancellation point at the two sides of one transfer.
    /// </summary>
    public static IEnumerable<string> I5(Dump dump)
    {
        var earlier = new Dictionary<long, Authorization>();
        foreach (var authorization in dump.Authorizations)
        {
            if (authorization is { ParentId: { } id, Denied: null }
                && (!earlier.TryGetValue(id, out var original) || original is not { IsCancellation: false, Denied: null }
                    || original.Type != authorization.Type || original.AccountId != authorization.AccountId
                    || (int)original.Impact != -(int)authorization.Impact
                    || original.CounterpartId is null != authorization.CounterpartId is null
                    || !string.Equals(original.External, authorization.External, StringComparison.Ordinal)
                    || (authorization.CounterpartId is { } side && earlier.TryGetValue(side, out var other)
                        && other.ParentId != original.CounterpartId)))
            {
                yield return $"I5: cancellation {authorization.Id} points at {id}";
            }
            earlier.Add(authorization.Id, authorization);
        }
    }

    /// <summary>What stood there stands there still; only canceled amounts grow.</summary>
    public static IEnumerable<string> I6(Dump before, Dump after)
    {
        for (var i = 0; i < before.Movements.Count; i++)
        {
            if (i >= after.Movements.Count
                || (!ReferenceEquals(before.Movements[i], after.Movements[i]) && before.Movements[i] != after.Movements[i]))
                yield return $"I6: movement {before.Movements[i].Id} was changed";
        }
        for (var i = 0; i < before.Authorizations.Count; i++)
        {
            var was = before.Authorizations[i];
            var now = i < after.Authorizations.Count ? after.Authorizations[i] : null;
            if (ReferenceEquals(was, now))
                continue;
            if (now is null || (now.CanceledAmount < was.CanceledAmount && !was.IsHold) || now.CanceledFee < was.CanceledFee
                || now with { CanceledAmount = was.CanceledAmount, CanceledFee = was.CanceledFee } != was)
            {
                yield return $"I6: authorization {was.Id} was changed";
            }
        }
        foreach (var (id, was) in before.Accounts)
        {
            // Its balance moves, and so do what is held and what the day's transfers took; the rest is for people to change.
            if (!after.Accounts.TryGetValue(id, out var now)
                || now with { Balance = was.Balance, Funds = now.Funds with { SpentOn = was.Funds.SpentOn,
                    Spent = was.Funds.Spent, Held = was.Funds.Held } } != was)
            {
                yield return $"I6: account {id} was changed";
            }
        }
    }

    /// <summary>What was refused or repeated changed nothing; what was accepted is there once, as answered.</summary>
    public static IEnumerable<string> I7(Dump before, Outcome outcome, Dump after)
    {
        if (outcome is not Outcome.Accepted accepted)
        {
            // What is delayed or denied takes an id and a row of its own: I9.
            if (outcome is Outcome.Delayed
                || after.Waiting.Count < before.Waiting.Count ? !before.SamePostingsAs(after) : !before.SameAs(after))
                yield return "I7: a refused or repeated operation left a trace";
        }
        else
        {
            var answered = new[] { accepted.Authorization, accepted.Counterpart }.OfType<Authorization>();
            if (!after.Authorizations.Skip(before.Authorizations.Count).SequenceEqual(answered)
                || accepted.Authorization.CounterpartId != accepted.Counterpart?.Id)
                yield return $"I7: authorization {accepted.Authorization.Id} was answered and is not what stands there";
        }
    }
}
