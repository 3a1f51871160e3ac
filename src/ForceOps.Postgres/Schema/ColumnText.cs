using System.Collections.Frozen;

namespace ForceOps.Postgres.Schema;

/// <summary>
/// Converts closed sets to and from the words in the tables. They are stored as words, so that a person with psql can read them.
/// A text that belongs to no value means that the tables and this build do not fit together.
/// </summary>
public static class ColumnText
{
    private static readonly FrozenDictionary<string, LedgerError> Errors =
        Enum.GetValues<LedgerError>().ToFrozenDictionary(Of, StringComparer.Ordinal);

    public static string Of(AccountKind kind) => kind switch
    {
        AccountKind.Customer => "customer",
        AccountKind.Merchant => "merchant",
    };

    public static AccountKind ToAccountKind(string text) => text switch
    {
        "customer" => AccountKind.Customer,
        "merchant" => AccountKind.Merchant,
        _ => throw Unknown(text),
    };

    /// <summary>Returns the word that Pismo's pages have for what a status allows.</summary>
    public static string Of(AllowedOperations allowed) => allowed switch
    {
        AllowedOperations.All => "ALL_OPERATIONS",
        AllowedOperations.CreditOnly => "CREDIT_ONLY",
        AllowedOperations.DebitOnly => "DEBIT_ONLY",
        AllowedOperations.None => "NO_OPERATIONS",
    };

    public static AllowedOperations ToAllowedOperations(string text) => text switch
    {
        "ALL_OPERATIONS" => AllowedOperations.All,
        "CREDIT_ONLY" => AllowedOperations.CreditOnly,
        "DEBIT_ONLY" => AllowedOperations.DebitOnly,
        "NO_OPERATIONS" => AllowedOperations.None,
        _ => throw Unknown(text),
    };

    public static string Of(AccountProcessing processing) => processing switch
    {
        AccountProcessing.Normal => "normal",
        AccountProcessing.Delayed => "delayed",
    };

    public static AccountProcessing ToAccountProcessing(string text) => text switch
    {
        "normal" => AccountProcessing.Normal,
        "delayed" => AccountProcessing.Delayed,
        _ => throw Unknown(text),
    };

    public static string Of(FeeMethod method) => method switch
    {
        FeeMethod.Sum => "sum",
        FeeMethod.Greater => "greater",
    };

    public static FeeMethod ToFeeMethod(string text) => text switch
    {
        "sum" => FeeMethod.Sum,
        "greater" => FeeMethod.Greater,
        _ => throw Unknown(text),
    };

    public static string Of(AuthorizationType type) => type switch
    {
        AuthorizationType.Force => "FORCE",
        AuthorizationType.Transfer => "TRANSFER",
        AuthorizationType.Hold => "HOLD",
        AuthorizationType.Payment => "PAYMENT",
        AuthorizationType.PreAuthorization => "PRE_AUTHORIZATION",
    };

    public static AuthorizationType ToAuthorizationType(string text) => text switch
    {
        "FORCE" => AuthorizationType.Force,
        "TRANSFER" => AuthorizationType.Transfer,
        "HOLD" => AuthorizationType.Hold,
        "PAYMENT" => AuthorizationType.Payment,
        "PRE_AUTHORIZATION" => AuthorizationType.PreAuthorization,
        _ => throw Unknown(text),
    };

    public static string Of(OperationType type) => type switch
    {
        OperationType.Normal => "NORMAL",
        OperationType.HoldFunds => "HOLD_FUNDS",
    };

    public static OperationType ToOperationType(string text) => text switch
    {
        "NORMAL" => OperationType.Normal,
        "HOLD_FUNDS" => OperationType.HoldFunds,
        _ => throw Unknown(text),
    };

    public static string Of(Channel channel) => channel switch
    {
        Channel.Pismo => "pismo",
        Channel.Bluefin => "bluefin",
        Channel.Fiserv => "fiserv",
    };

    public static Channel ToChannel(string text) => text switch
    {
        "pismo" => Channel.Pismo,
        "bluefin" => Channel.Bluefin,
        "fiserv" => Channel.Fiserv,
        _ => throw Unknown(text),
    };

    public static string Of(MovementKind kind) => kind switch
    {
        MovementKind.Principal => "principal",
        MovementKind.Fee => "fee",
        MovementKind.Reversal => "reversal",
        MovementKind.FeeReversal => "fee_reversal",
    };

    public static MovementKind ToMovementKind(string text) => text switch
    {
        "principal" => MovementKind.Principal,
        "fee" => MovementKind.Fee,
        "reversal" => MovementKind.Reversal,
        "fee_reversal" => MovementKind.FeeReversal,
        _ => throw Unknown(text),
    };

    public static string Of(Settlement settlement) => settlement switch
    {
        Settlement.Any => "any",
        Settlement.Before => "before",
        Settlement.After => "after",
    };

    public static Settlement ToSettlement(string text) => text switch
    {
        "any" => Settlement.Any,
        "before" => Settlement.Before,
        "after" => Settlement.After,
        _ => throw Unknown(text),
    };

    /// <summary>Returns the ledger's own name of the reason, in capitals as on the wire, where events show it.</summary>
    public static string Of(LedgerError error) => error switch
    {
        LedgerError.AuthorizationNotFound => "AUTHORIZATION_NOT_FOUND",
        LedgerError.AccountOutOfReach => "ACCOUNT_OUT_OF_REACH",
        LedgerError.IdentifiersDisagree => "IDENTIFIERS_DISAGREE",
        LedgerError.NotAForcedOperation => "NOT_A_FORCED_OPERATION",
        LedgerError.NotATransfer => "NOT_A_TRANSFER",
        LedgerError.NotAHold => "NOT_A_HOLD",
        LedgerError.NotAPayment => "NOT_A_PAYMENT",
        LedgerError.NotAPreAuthorization => "NOT_A_PRE_AUTHORIZATION",
        LedgerError.AccountNotFound => "ACCOUNT_NOT_FOUND",
        LedgerError.ProcessingCodeNotFound => "PROCESSING_CODE_NOT_FOUND",
        LedgerError.ProcessingCodeMismatch => "PROCESSING_CODE_MISMATCH",
        LedgerError.CurrencyMismatch => "CURRENCY_MISMATCH",
        LedgerError.TooManyDecimals => "TOO_MANY_DECIMALS",
        LedgerError.ValueDateInFuture => "VALUE_DATE_IN_FUTURE",
        LedgerError.OriginalAuthorizationNotFound => "ORIGINAL_AUTHORIZATION_NOT_FOUND",
        LedgerError.AlreadySettled => "ALREADY_SETTLED",
        LedgerError.NotYetSettled => "NOT_YET_SETTLED",
        LedgerError.AlreadyConfirmed => "ALREADY_CONFIRMED",
        LedgerError.AlreadyCanceled => "ALREADY_CANCELED",
        LedgerError.AmountExceedsRemaining => "AMOUNT_EXCEEDS_REMAINING",
        LedgerError.AccountNotActive => "ACCOUNT_NOT_ACTIVE",
        LedgerError.InsufficientFunds => "INSUFFICIENT_FUNDS",
        LedgerError.LimitExceeded => "LIMIT_EXCEEDED",
        LedgerError.AcquirerDeclined => "ACQUIRER_DECLINED",
        LedgerError.AcquirerTimedOut => "ACQUIRER_TIMED_OUT",
        LedgerError.BalanceOutOfRange => "BALANCE_OUT_OF_RANGE",
    };

    public static LedgerError ToLedgerError(string text) => IsLedgerError(text, out var error) ? error : throw Unknown(text);

    /// <summary>Returns true for the name of a <see cref="LedgerError"/>: the reason of a denial may be another one.</summary>
    public static bool IsLedgerError(string text, out LedgerError error) => Errors.TryGetValue(text, out error);

    public static string Of(Denial denial) => denial.Error is { } error ? Of(error) : "TRACKING_ID_IN_USE";

    public static string Of(AcquirerAnswer answer) => answer switch
    {
        AcquirerAnswer.Approved => "approved",
        AcquirerAnswer.Declined => "declined",
        AcquirerAnswer.TimedOut => "timed_out",
    };

    public static AcquirerAnswer ToAcquirerAnswer(string text) => text switch
    {
        "approved" => AcquirerAnswer.Approved,
        "declined" => AcquirerAnswer.Declined,
        "timed_out" => AcquirerAnswer.TimedOut,
        _ => throw Unknown(text),
    };

    private static InvalidOperationException Unknown(string text) => new($"the tables hold '{text}', which this build does not know");
}
