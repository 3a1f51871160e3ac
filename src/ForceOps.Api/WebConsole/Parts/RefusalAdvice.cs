using ForceOps.Api.Journal;

namespace ForceOps.Api.WebConsole.Parts;

/// <summary>Says in a sentence why a request was refused, and in another one what to change.</summary>
/// <param name="Why">The reason.</param>
/// <param name="WayOut">What helps.</param>
public sealed record RefusalAdvice(string Why, string WayOut)
{
    /// <summary>Returns the advice; null for a request that was not refused.</summary>
    internal static RefusalAdvice? Of(RecordedRequest entry) => entry.Why switch
    {
        null => null,
        { Error: { } error } => Of(error),
        { Check: { } check } => Of(check, entry),
        _ => null,
    };

    private static RefusalAdvice Of(FailedCheck check, RecordedRequest entry) => check switch
    {
        FailedCheck.Fault => new("A fault answered before anything was checked.", "Look at the page Faults; remove the rule when it has done its work."),
        FailedCheck.Origin => new("A web page of another origin sent it, or the Host header names another service.", "Name the origin in ForceOps:AllowedOrigins, or the host in AllowedHosts."),
        FailedCheck.Route => new("No route has this path.", "Compare the path with Swagger UI: mostly a version or a slash differs."),
        FailedCheck.Method => new("The route exists, but not for this method.", "Compare the method with Swagger UI."),
        FailedCheck.Authentication => new("The token or the signature is missing, wrong or expired.", "Get a token first, and send it as Authorization: Bearer; the org's clock decides when it expires."),
        FailedCheck.Reach => new("The caller is known, but may not reach this org, account or route.", "Use a token whose scope names the account, or a server's token."),
        FailedCheck.Tenant => new("The header x-tenant is missing or malformed.", "Send TN- and a UUID, 39 characters."),
        FailedCheck.MediaType => new("The body is not declared as JSON in UTF-8.", "Send content-type: application/json, and no content-encoding."),
        FailedCheck.Size => new("The body is too large.", "Mostly the metadata has grown; the limit is a setting."),
        FailedCheck.Json => new("The body is no JSON object, or a member has another type than the route wants.", "Look at the fields below: an amount is a number, not a text."),
        FailedCheck.Fields => new("A field breaks a rule of its shape.", "Each field below says its rule."),
        FailedCheck.TrackingId when entry.Why!.Difference == RequestFields.None => new(
            "The tracking id posted this very operation before: the first try succeeded.", "Treat it as success. Do not send it again under another tracking id."),
        FailedCheck.TrackingId => new("The tracking id belongs to another operation, which differs in the fields below.", "Make a new tracking id for each operation, and keep it for its retries only."),
        FailedCheck.Ledger => new("The ledger refused it.", "The facts below are those that its check saw."),
        FailedCheck.Lookup => new("Nothing has this id in this org.", "Check the org (x-tenant) first: ids of another org are not found."),
        FailedCheck.Queue => new("More operations were waiting than the queue takes.", "Wait as long as Retry-After says, then send the same id again."),
        FailedCheck.Database => new("The database did not answer, or a row stayed locked.", "Send the same id again after Retry-After."),
        FailedCheck.Failure => new("ForceOps failed.", "Its log says why; please report it."),
    };

    private static RefusalAdvice Of(LedgerError error) => error switch
    {
        LedgerError.AuthorizationNotFound => new("The org has no such authorization to cancel, or another dialect made it.", "Take authorization_id from the answer to the operation, and send the same x-tenant."),
        LedgerError.AccountOutOfReach => new("The token reaches one account only, and this authorization belongs to another one.", "Use a server's token, or the token of that account."),
        LedgerError.IdentifiersDisagree => new("authorization_id and original_tracking_id name different operations.", "Send one of them, or both of the same operation."),
        LedgerError.NotAForcedOperation => new("A force cancel names something that is no force.", "Cancel a transfer with cancel v2, a payment with its own cancel; a cancellation cannot be canceled."),
        LedgerError.NotATransfer => new("Cancel v2 names something that is no transfer.", "Cancel a force with force/cancel."),
        LedgerError.NotAHold => new("The authorization is no hold of this kind.", "Take the id from the answer to block."),
        LedgerError.NotAPayment => new("The authorization is no granted payment.", "Take the id from a payment that was answered AUTHORIZED."),
        LedgerError.NotAPreAuthorization => new("The authorization to confirm is no pre-authorization that was granted.", "Take the id from a payment that was sent with pre_authorization: true and answered AUTHORIZED."),
        LedgerError.AccountNotFound => new("The account was never opened.", "Open it: PUT /sandbox/accounts/{id}, or the page Accounts."),
        LedgerError.ProcessingCodeNotFound => new("The org has no such processing code.", "Make it: POST /orgs-operation/v1/processing-codes or PUT /sandbox/processing-codes/{code}."),
        LedgerError.ProcessingCodeMismatch => new("The processing code has another direction, or is for another kind of operation.", "Choose a code whose balance impact is the one that the operation needs."),
        LedgerError.CurrencyMismatch => new("The operation names another currency than the account has.", "Leave the currency out, or send the account's."),
        LedgerError.TooManyDecimals => new("The amount has more decimals than the currency.", "Round before sending: a float's tail such as 0.30000000000000004 is the usual cause."),
        LedgerError.ValueDateInFuture => new("The value date lies after the org's clock.", "Compare your clock with the page Clock; a frozen clock is the usual cause."),
        LedgerError.OriginalAuthorizationNotFound => new("The force refers to an authorization that the org does not have.", "Send original_authorization_id of this org, or none."),
        LedgerError.AlreadySettled => new("The sale's batch is settled, so it can no longer be voided.", "Refund it."),
        LedgerError.NotYetSettled => new("The sale's batch is still open, so it cannot be refunded yet.", "Void it, or settle first: POST /sandbox/settle."),
        LedgerError.AlreadyCanceled => new("Nothing is left to cancel.", "Treat it as done: an earlier cancellation took the rest."),
        LedgerError.AlreadyConfirmed => new("The pre-authorization is confirmed already: one confirmation ends it.", "Treat it as done, or cancel the confirmation."),
        LedgerError.AmountExceedsRemaining => new("More was to be canceled or released than is left.", "Cancel the rest that the facts name, or leave the amount out for all of it."),
        LedgerError.AccountNotActive => new("The account's status does not allow this side of a transfer.", "Set another status, or test that your client handles it."),
        LedgerError.InsufficientFunds => new("The account has too little: balance and credit limit, without what is held.", "Force money onto it, raise the credit limit, or release a hold."),
        LedgerError.LimitExceeded => new("The account's limit of one operation or of the day would be exceeded.", "Raise the limit on the account's page, or advance the clock to the next day."),
        LedgerError.AcquirerDeclined => new("The card's issuer said no: the card's id asks for it.", "Use another card id; docs/decisions.md lists them."),
        LedgerError.AcquirerTimedOut => new("The acquirer did not answer: the card's id asks for it.", "Nothing was posted; the same id may be sent again."),
        LedgerError.BalanceOutOfRange => new("The balance would have more digits than the ledger keeps.", "Use smaller amounts, or another account."),
    };
}
