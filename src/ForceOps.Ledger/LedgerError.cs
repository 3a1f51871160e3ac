namespace ForceOps;

/// <summary>
/// Lists the reasons for a refusal in the order of the checks: when several reasons apply, the ledger returns the first. A
/// tracking id in use comes before all reasons (<see cref="Outcome.Duplicate"/>), so that a retry of an operation that succeeded
/// learns of the success even if the account or the code has been removed since.
/// </summary>
public enum LedgerError
{
    /// <summary>The authorization to cancel does not exist in the org, or another dialect made it.</summary>
    AuthorizationNotFound,

    /// <summary>The caller may reach only one account, and the authorization to cancel belongs to another account.</summary>
    AccountOutOfReach,

    /// <summary>The two identifiers of the authorization to cancel name different operations.</summary>
    IdentifiersDisagree,

    /// <summary>A force cancel names a transfer or a cancellation.</summary>
    NotAForcedOperation,

    /// <summary>The cancel of a transfer names an authorization that is no transfer, or a cancellation.</summary>
    NotATransfer,

    /// <summary>
    /// A release or a transfer of held money names an authorization that is no hold, or its cancel names one that is no such transfer.
    /// </summary>
    NotAHold,

    /// <summary>The cancel of a payment names an authorization that is no payment, a cancellation, or a denied payment.</summary>
    NotAPayment,

    /// <summary>
    /// A confirmation names an authorization that is no pre-authorization, or a cancellation, or a pre-authorization that was denied.
    /// </summary>
    NotAPreAuthorization,

    /// <summary>The account was never opened and is not opened on first use.</summary>
    AccountNotFound,

    /// <summary>The org has no such processing code.</summary>
    ProcessingCodeNotFound,

    /// <summary>
    /// The processing code has the other direction, belongs to a side that the operation does not have, or is for held money and the
    /// operation is not, or the other way round.
    /// </summary>
    ProcessingCodeMismatch,

    /// <summary>The operation's currency is not the account's.</summary>
    CurrencyMismatch,

    /// <summary>The amount has more decimals than the account's currency.</summary>
    TooManyDecimals,

    /// <summary>The value date lies after the org's clock.</summary>
    ValueDateInFuture,

    /// <summary>The platform authorization that a force refers to does not exist in the org, or another dialect made it.</summary>
    OriginalAuthorizationNotFound,

    /// <summary>The request voids a sale whose batch is settled.</summary>
    AlreadySettled,

    /// <summary>The request refunds a sale whose batch is still open.</summary>
    NotYetSettled,

    /// <summary>The pre-authorization is confirmed: nothing of it is left to confirm or to cancel.</summary>
    AlreadyConfirmed,

    /// <summary>Nothing is left to cancel.</summary>
    AlreadyCanceled,

    /// <summary>The amount to cancel is larger than what is left, or the amount to release is larger than what is held.</summary>
    AmountExceedsRemaining,

    /// <summary>The status of an account does not allow the transfer or the hold.</summary>
    AccountNotActive,

    /// <summary>The amount is more than what is available: the sum of balance and credit limit, without what is held.</summary>
    InsufficientFunds,

    /// <summary>The account's limit for one operation or for the day would be exceeded.</summary>
    LimitExceeded,

    /// <summary>The acquirer declined the card.</summary>
    AcquirerDeclined,

    /// <summary>The acquirer did not answer; nothing was posted.</summary>
    AcquirerTimedOut,

    /// <summary>The balance would have more digits than its column can hold.</summary>
    BalanceOutOfRange,
}
