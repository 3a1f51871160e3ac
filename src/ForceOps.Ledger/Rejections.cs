namespace ForceOps;

/// <summary>
/// Makes every refusal with the facts that its check saw, so that no reader has to guess which side of a comparison was wrong.
/// </summary>
internal static class Rejections
{
    internal static Outcome.Rejected AuthorizationNotFound(long? id, TrackingId? trackingId) => id is { } known
        ? Of(LedgerError.AuthorizationNotFound, new Fact("authorization_id", known))
        : Of(LedgerError.AuthorizationNotFound, new Fact("original_tracking_id", trackingId?.Text));

    internal static Outcome.Rejected AccountOutOfReach(Authorization original, long own) =>
        Of(LedgerError.AccountOutOfReach, new("account_id", original.AccountId), new("only_account", own));

    internal static Outcome.Rejected IdentifiersDisagree(Authorization original, TrackingId asked) => Of(
        LedgerError.IdentifiersDisagree,
        new("authorization_id", original.Id), new("its_tracking_id", original.TrackingId.Text), new("original_tracking_id", asked.Text));

    internal static Outcome.Rejected NotAForcedOperation(Authorization original) => OfKind(LedgerError.NotAForcedOperation, original);

    internal static Outcome.Rejected NotATransfer(Authorization original) => OfKind(LedgerError.NotATransfer, original);

    internal static Outcome.Rejected NotAHold(Authorization original) => OfKind(LedgerError.NotAHold, original);

    internal static Outcome.Rejected NotAPayment(Authorization original) => OfPayment(LedgerError.NotAPayment, original);

    internal static Outcome.Rejected NotAPreAuthorization(Authorization original) =>
        OfPayment(LedgerError.NotAPreAuthorization, original);

    internal static Outcome.Rejected AlreadyConfirmed(Authorization original) => Of(
        LedgerError.AlreadyConfirmed, new("authorization_id", original.Id), new("amount", original.Amount));

    internal static Outcome.Rejected AccountNotFound(long id) => Of(LedgerError.AccountNotFound, new Fact("account_id", id));

    /// <summary>Makes the refusal of an id that an account of another kind uses.</summary>
    internal static Outcome.Rejected AccountNotFound(Account account, AccountKind wanted) => Of(
        LedgerError.AccountNotFound, new("account_id", account.Id), new("kind", Word(account.Kind)), new("wanted_kind", Word(wanted)));

    internal static Outcome.Rejected ProcessingCodeNotFound(ProcessingCode code) =>
        Of(LedgerError.ProcessingCodeNotFound, new Fact("processing_code", code.Text));

    internal static Outcome.Rejected ProcessingCodeMismatch(ProcessingRule rule, BalanceImpact wanted) => Of(
        LedgerError.ProcessingCodeMismatch,
        new("processing_code", rule.Code.Text), new("balance_impact", (long)rule.Impact), new("wanted_impact", (long)wanted));

    /// <summary>Makes the refusal of a code that belongs to a side that the operation does not have.</summary>
    internal static Outcome.Rejected ProcessingCodeMismatch(ProcessingCode code) =>
        Of(LedgerError.ProcessingCodeMismatch, new("processing_code", code.Text), new("side_exists", false));

    /// <summary>Makes the refusal of a code for held money in another operation, or the other way round.</summary>
    internal static Outcome.Rejected ProcessingCodeMismatch(ProcessingRule rule) => Of(
        LedgerError.ProcessingCodeMismatch,
        new("processing_code", rule.Code.Text), new("operation_type", Word(rule.OperationType)));

    /// <summary>Makes the refusal of a code that neither takes from an account nor gives to it, where a payment must do either.</summary>
    internal static Outcome.Rejected ProcessingCodeWithoutImpact(ProcessingRule rule) => Of(
        LedgerError.ProcessingCodeMismatch,
        new("processing_code", rule.Code.Text), new("balance_impact", (long)rule.Impact),
        new("wanted_impact", null));

    internal static Outcome.Rejected CurrencyMismatch(Currency account, Currency asked) =>
        Of(LedgerError.CurrencyMismatch, new("currency", account.Code), new("asked", asked.Code));

    internal static Outcome.Rejected TooManyDecimals(Currency currency, decimal asked) => Of(
        LedgerError.TooManyDecimals, new("currency", currency.Code), new("decimals", (long)currency.MinorUnits), new("asked", asked));

    internal static Outcome.Rejected ValueDateInFuture(DateTimeOffset valueDate, DateTimeOffset now) =>
        Of(LedgerError.ValueDateInFuture, new("value_date", valueDate), new("now", now));

    internal static Outcome.Rejected OriginalAuthorizationNotFound(long id) =>
        Of(LedgerError.OriginalAuthorizationNotFound, new Fact("original_authorization_id", id));

    internal static Outcome.Rejected OfSettlement(LedgerError error, Authorization original, long settledBelow) =>
        Of(error, new("authorization_id", original.Id), new("settled_below", settledBelow));

    internal static Outcome.Rejected AlreadyCanceled(Authorization original, Authorization? latest) => Of(
        LedgerError.AlreadyCanceled, new("authorization_id", original.Id), new("amount", original.Amount),
        new("remaining", original.RemainingAmount)) with
        {
            Latest = latest,
        };

    internal static Outcome.Rejected AmountExceedsRemaining(Authorization original, decimal asked) => Of(
        LedgerError.AmountExceedsRemaining, new("authorization_id", original.Id), new("remaining", original.RemainingAmount),
        new("asked", asked));

    /// <summary>Makes the refusal to take more from an account's holds than all of them have left.</summary>
    internal static Outcome.Rejected AmountExceedsHeld(Account account, decimal held, decimal asked) => Of(
        LedgerError.AmountExceedsRemaining, new("account_id", account.Id), new("held", held), new("asked", asked));

    /// <param name="side">The side of the account: a debit when it was to give, a credit when it was to receive.</param>
    internal static Outcome.Rejected AccountNotActive(Account account, BalanceImpact side) => Of(
        LedgerError.AccountNotActive, new("account_id", account.Id), new("status", account.Status.Text), new("side", Word(side)));

    /// <summary>Makes the refusal for too little money; a merchant that is not in the ledger yet has none.</summary>
    internal static Outcome.Rejected InsufficientFunds(long id, Account? account, decimal asked) => Of(
        LedgerError.InsufficientFunds,
        new("account_id", id), new("balance", account?.Balance ?? 0),
        new("credit_limit", account?.CreditLimit ?? 0), new("held", account?.Held ?? 0), new("asked", asked));

    internal static Outcome.Rejected LimitExceeded(Account account, DateOnly day, decimal asked) => Of(
        LedgerError.LimitExceeded,
        new("account_id", account.Id), new("per_operation", account.Funds?.PerOperation), new("per_day", account.Funds?.PerDay),
        new("spent_today", account.SpentOn(day)), new("asked", asked));

    internal static Outcome.Rejected OfAcquirer(LedgerError error, long card) => Of(error, new Fact("card_id", card));

    /// <param name="balance">The balance before the operation, in the account's currency.</param>
    /// <param name="change">The amount that would be added to the balance, without the fee.</param>
    internal static Outcome.Rejected BalanceOutOfRange(long account, decimal balance, decimal change, decimal fee = 0) => Of(
        LedgerError.BalanceOutOfRange, new("account_id", account), new("balance", balance), new("change", change), new("fee", fee));

    private static Outcome.Rejected OfKind(LedgerError error, Authorization original) => Of(
        error, new("authorization_id", original.Id), new("type", Word(original.Type)), new("is_cancellation", original.IsCancellation));

    private static Outcome.Rejected OfPayment(LedgerError error, Authorization original) => Of(
        error, new("authorization_id", original.Id), new("type", Word(original.Type)), new("is_cancellation", original.IsCancellation),
        new("is_denied", original.Denied is not null));

    private static string Word<T>(T value)
        where T : struct, Enum => value.ToString().ToLowerInvariant();

    private static Outcome.Rejected Of(LedgerError error, params Fact[] facts) => new(error) { Facts = facts };
}
