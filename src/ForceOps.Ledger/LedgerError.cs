namespace ForceOps;

/// <summary>
/// Why an operation is refused, in the order in which the checks answer: when several apply, the first of them is returned.
/// A tracking id in use comes before all of them (<see cref="Outcome.Duplicate"/>), so that a retry of something that
/// succeeded is told so even if the account or the code is gone since.
/// </summary>
public enum LedgerError
{
    /// <summary>The authorization to cancel does not exist in the org.</summary>
    AuthorizationNotFound,

    /// <summary>The caller may reach one account only, and the authorization to cancel is of another one.</summary>
    AccountOutOfReach,

    /// <summary>The two identifiers of the authorization to cancel name different operations.</summary>
    IdentifiersDisagree,

    /// <summary>A force cancel names a transfer or a cancellation.</summary>
    NotAForcedOperation,

    /// <summary>A transfer's cancel names something else.</summary>
    NotATransfer,

    /// <summary>The account was never opened and is not opened on first use.</summary>
    AccountNotFound,

    /// <summary>The org has no such processing code.</summary>
    ProcessingCodeNotFound,

    /// <summary>The processing code goes the other way, or names a side that the operation does not have.</summary>
    ProcessingCodeMismatch,

    /// <summary>The operation's currency is not the account's.</summary>
    CurrencyMismatch,

    /// <summary>The amount has more decimals than the account's currency.</summary>
    TooManyDecimals,

    /// <summary>The value date lies after the org's clock.</summary>
    ValueDateInFuture,

    /// <summary>The platform authorization that a force refers to does not exist in the org.</summary>
    OriginalAuthorizationNotFound,

    /// <summary>A sale is to be voided, and its batch is settled.</summary>
    AlreadySettled,

    /// <summary>A sale is to be refunded, and its batch is still open.</summary>
    NotYetSettled,

    /// <summary>Nothing is left to cancel.</summary>
    AlreadyCanceled,

    /// <summary>More is to be canceled than is left.</summary>
    AmountExceedsRemaining,

    /// <summary>An account of a transfer is blocked or canceled.</summary>
    AccountNotActive,

    /// <summary>Balance and credit limit are less than the amount.</summary>
    InsufficientFunds,

    /// <summary>The account's limit for one operation or for the day would be exceeded.</summary>
    LimitExceeded,

    /// <summary>The acquirer declined the card.</summary>
    AcquirerDeclined,

    /// <summary>The acquirer did not answer; nothing was posted.</summary>
    AcquirerTimedOut,

    /// <summary>The balance would have more digits than the books can hold.</summary>
    BalanceOutOfRange,
}
