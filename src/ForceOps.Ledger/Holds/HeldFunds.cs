namespace ForceOps;

/// <summary>Holds what the operations on held money share: their checks, their authorizations, and which holds they take from.</summary>
internal static class HeldFunds
{
    /// <summary>Finds the customer's account; a merchant has no holds, and a hold opens no account.</summary>
    internal static (Account? Account, Outcome.Rejected? Rejected) AccountOf(LedgerState state, long id) => state.FindAccount(id) switch
    {
        null => (null, Rejections.AccountNotFound(id)),
        { Kind: not AccountKind.Customer } other => (null, Rejections.AccountNotFound(other, AccountKind.Customer)),
        { } account => (account, null),
    };

    /// <summary>
    /// Checks that the code is one for held money and that the amount suits the currency; returns null when no check fails. The code's
    /// impact makes no difference: the operation has its own direction.
    /// </summary>
    internal static Outcome.Rejected? FirstError(LedgerState state, Account account, ProcessingCode code, decimal amount)
    {
        if (!state.Org.Codes.TryGetValue(code, out var rule))
            return Rejections.ProcessingCodeNotFound(code);
        if (rule.OperationType != OperationType.HoldFunds)
            return Rejections.ProcessingCodeMismatch(rule);
        return account.Currency.Fits(amount) ? null : Rejections.TooManyDecimals(account.Currency, amount);
    }

    /// <summary>
    /// Makes the authorization of a hold or pre-authorization, or of its release; the impact is that on what is available.
    /// </summary>
    internal static Authorization Authorize(
        Operation operation, LedgerState state, Account account, ProcessingCode code, BalanceImpact impact, decimal amount,
        Authorization? parent = null, AuthorizationType type = AuthorizationType.Hold) => new()
        {
            Id = state.NextId(),
            TrackingId = operation.TrackingId,
            Type = type,
            Channel = operation.Channel,
            AccountId = account.Id,
            ProcessingCode = code,
            Impact = impact,
            Amount = amount,
            Currency = account.Currency,
            Descriptor = operation.Descriptor,
            Metadata = operation.Metadata,
            ParentId = parent?.Id,
            EventDate = state.EventDate,
            InTimeline = operation.InTimeline,
            CorrelationId = operation.CorrelationId,
        };

    /// <summary>Takes an amount from holds in the given order, as much as is left of each.</summary>
    internal static List<(Authorization Hold, decimal Amount)> Take(IEnumerable<(Authorization Hold, decimal Left)> holds, decimal amount)
    {
        var taken = new List<(Authorization, decimal)>();
        foreach (var (hold, left) in holds)
        {
            var part = Math.Min(left, amount);
            if (part > 0)
                taken.Add((hold, part));
            amount -= part;
        }
        Invariant.Holds(amount == 0, "I10: no more is taken from holds than is left of them");
        return taken;
    }
}

/// <summary>
/// Represents an operation that takes from what is held of an account: from the hold that it names, else from the account's holds, the
/// oldest first. Pismo's pages show no name of a hold in these requests; that one can be named is a decision.
/// </summary>
public abstract record OperationOnHolds : Operation
{
    /// <summary>The account whose money is held.</summary>
    public required long AccountId { get; init; }

    /// <summary>The id of the hold; null when it is named otherwise, or when no hold is named.</summary>
    public long? AuthorizationId { get; init; }

    /// <summary>The tracking id of the hold; null when it is named otherwise, or when no hold is named.</summary>
    public TrackingId? OriginalTrackingId { get; init; }

    public required Amount Amount { get; init; }
    public required ProcessingCode ProcessingCode { get; init; }

    /// <summary>True when the status of the account whose money is held makes no difference.</summary>
    public bool SkipsStatus { get; init; }

    internal override void Declare(Prefetch prefetch)
    {
        prefetch.Limits();
        prefetch.Account(AccountId);
        // A request that names its hold needs no other, and an account may have had many.
        if (AuthorizationId is null && OriginalTrackingId is null)
            prefetch.OpenHolds(AccountId);
        prefetch.Named(AuthorizationId, OriginalTrackingId);
    }

    /// <summary>Finds the hold that the request names, on the account; both are null when the request names none.</summary>
    private protected (Authorization? Hold, Outcome.Rejected? Rejected) NamedIn(LedgerState state)
    {
        if (AuthorizationId is null && OriginalTrackingId is null)
            return (null, null);
        var named = OriginalIn(state, AuthorizationId, OriginalTrackingId);
        if (named is null || named.AccountId != AccountId)
            return (null, Rejections.AuthorizationNotFound(AuthorizationId, OriginalTrackingId));
        if (IdentifiersError(named, AuthorizationId, OriginalTrackingId) is { } disagreement)
            return (null, disagreement);
        return named.IsHold ? (named, null) : (null, Rejections.NotAHold(named));
    }

    /// <summary>Checks that as much is left to take, and that the account's status allows it; returns null when no check fails.</summary>
    private protected Outcome.Rejected? HeldError(LedgerState state, Account account, Authorization? named)
    {
        var left = named?.RemainingAmount ?? state.OpenHoldsOf(account).Sum(hold => hold.RemainingAmount);
        if (Amount.Value > left)
        {
            return named is null
                ? Rejections.AmountExceedsHeld(account, left, Amount.Value)
                : Rejections.AmountExceedsRemaining(named, Amount.Value);
        }
        return SkipsStatus || account.AllowsHolds ? null : Rejections.AccountNotActive(account, BalanceImpact.Debit);
    }

    private protected List<(Authorization Hold, decimal Amount)> TakeFrom(LedgerState state, Account account, Authorization? named) =>
        named is null
            ? HeldFunds.Take(state.OpenHoldsOf(account).Select(hold => (hold, hold.RemainingAmount)), Amount.Value)
            : [(named, Amount.Value)];

    /// <summary>
    /// Returns true when this request names another hold. A request that names none asks for the same as one that named the hold which
    /// was taken.
    /// </summary>
    private protected bool NamesAnotherHold(LedgerState state, long? hold) =>
        NamesAnother(state, AuthorizationId, OriginalTrackingId, hold);
}
