using System.Globalization;

namespace ForceOps.Api.Http;

/// <summary>
/// Holds the words of Pismo's platform authorizations, which the answers of the payment methods and their events share (Pismo, event
/// page platform-authorization, and the guide of validation rules for platform operations).
/// </summary>
internal static class PlatformWords
{
    /// <summary>The clearing type of every authorization.</summary>
    internal const string Online = "ONLINE";

    internal const string Authorization = "AUTHORIZATION";
    internal const string Cancellation = "CANCELLATION";
    internal const string PartialCancellation = "PARTIAL_CANCELLATION";
    internal const string Denied = "DENIED";
    internal const string DeniedCancellation = "DENIED_CANCELLATION";
    internal const string Confirmation = "CONFIRMATION";

    internal const string CashIn = "CASH_IN";
    internal const string CashOut = "CASH_OUT";

    internal static string CategoryOf(bool isDenied, bool isCancellation, bool cancelsPart, bool isConfirmation) =>
        (isDenied, isCancellation) switch
    {
        (true, true) => DeniedCancellation,
        (true, false) => Denied,
        (false, true) => cancelsPart ? PartialCancellation : Cancellation,
        (false, false) => isConfirmation ? Confirmation : Authorization,
    };

    /// <summary>
    /// Returns the direction of the payment; a cancellation has that of what it cancels, as in the timeline (decision). It is null
    /// where the processing code of a denied payment says none.
    /// </summary>
    internal static string? OperationOf(BalanceImpact impact, bool isCancellation) => impact switch
    {
        BalanceImpact.None => null,
        BalanceImpact.Credit => isCancellation ? CashOut : CashIn,
        BalanceImpact.Debit => isCancellation ? CashIn : CashOut,
    };

    /// <summary>
    /// Returns the response code of a reason, out of the codes that the guide lists. Which reason gets which code is ours (decision),
    /// apart from the approval, the invalid account and the insufficient funds.
    /// </summary>
    internal static string ResponseCodeOf(LedgerError? denied) => denied is { } error ? ResponseCodeOf(error) : "00";

    private static string ResponseCodeOf(LedgerError denied) => denied switch
    {
        LedgerError.InsufficientFunds => "51",
        LedgerError.AccountNotFound or LedgerError.AccountOutOfReach => "62",
        LedgerError.TooManyDecimals => "30",
        LedgerError.ProcessingCodeNotFound or LedgerError.ProcessingCodeMismatch or LedgerError.CurrencyMismatch
            or LedgerError.AuthorizationNotFound or LedgerError.IdentifiersDisagree or LedgerError.NotAForcedOperation
            or LedgerError.NotATransfer or LedgerError.NotAHold or LedgerError.NotAPayment
            or LedgerError.NotAPreAuthorization or LedgerError.AlreadyConfirmed or LedgerError.AlreadyCanceled
            or LedgerError.AmountExceedsRemaining
            or LedgerError.ValueDateInFuture or LedgerError.OriginalAuthorizationNotFound or LedgerError.AlreadySettled
            or LedgerError.NotYetSettled => "12",
        LedgerError.AccountNotActive or LedgerError.LimitExceeded or LedgerError.BalanceOutOfRange => "57",
        LedgerError.AcquirerDeclined => "05",
        LedgerError.AcquirerTimedOut => "92",
    };

    /// <summary>Returns the authorization code, which the ledger does not have: the last six digits of the id (decision).</summary>
    internal static string CodeOf(long id) => (id % 1_000_000).ToString("D6", CultureInfo.InvariantCulture);
}
