using FluentValidation.Results;
using ForceOps.Api.Http;
using ForceOps.Api.Journal;
using ForceOps.Postgres.Writing;

namespace ForceOps.Api.Fiserv;

/// <summary>
/// Makes every error answer of the Commerce Hub routes. The codes are the vendor's; the choice of the code for each case is
/// partly our guess.
/// </summary>
internal static class FiservErrors
{
    /// <summary>
    /// Names the operation that the request asked for, because the vendor has different codes for the same mistake in different
    /// operations.
    /// </summary>
    internal enum Step
    {
        Force,
        Cancel,
        Refund,
        Capture,
        Inquiry,
    }

    /// <summary>The value of <c>WWW-Authenticate</c> in a 401.</summary>
    internal const string Challenge = "HMAC";

    private const string Reference = "referenceTransactionDetails";

    internal static FiservError Of(LedgerError error, Step step) => error switch
    {
        LedgerError.AuthorizationNotFound or LedgerError.AccountOutOfReach or LedgerError.NotAForcedOperation
            or LedgerError.IdentifiersDisagree =>
            Gateway(step == Step.Refund ? "813" : "831", Reference),
        LedgerError.AccountNotFound => Gateway("201", "merchantDetails.merchantId"),
        LedgerError.ProcessingCodeNotFound or LedgerError.ProcessingCodeMismatch => Gateway("216", "merchantDetails.merchantId"),
        LedgerError.CurrencyMismatch => Gateway(step == Step.Force ? "247" : "804", "amount.currency"),
        LedgerError.TooManyDecimals => Gateway("105", "amount.total"),
        LedgerError.AlreadySettled => Gateway("829", Reference),
        LedgerError.NotYetSettled => Gateway("837", Reference),
        LedgerError.AlreadyCanceled => Gateway(step == Step.Refund ? "812" : "833", Reference),
        LedgerError.AmountExceedsRemaining => Gateway("810", "amount.total"),
        LedgerError.BalanceOutOfRange => Gateway("105", "amount.total"),
        // Only transfers and other dialects' forces produce these errors; a forced post and its reversals do not.
        LedgerError.NotATransfer or LedgerError.NotAHold or LedgerError.NotAPayment or LedgerError.NotAPreAuthorization
            or LedgerError.AlreadyConfirmed or LedgerError.ValueDateInFuture or LedgerError.OriginalAuthorizationNotFound
            or LedgerError.AccountNotActive
            or LedgerError.InsufficientFunds or LedgerError.LimitExceeded or LedgerError.AcquirerDeclined or LedgerError.AcquirerTimedOut =>
                Gateway("999", null),
    };

    internal static FiservError Of(WriteRefusal refusal) => refusal switch
    {
        WriteRefusal.QueueFull => Of(Refusal.TooManyRequests),
        WriteRefusal.Unavailable or WriteRefusal.Locked => Of(Refusal.Unavailable),
        WriteRefusal.None or WriteRefusal.Failed => Of(Refusal.InternalError),
    };

    internal static FiservError Of(Refusal refusal) => refusal switch
    {
        Refusal.BadRequest => Gateway("121", null),
        Refusal.Unauthorized => Apim(401, "ApiKey and/or Authentication supplied are invalid."),
        Refusal.Forbidden => Apim(403, "No access to this resource."),
        Refusal.ForeignOrigin => Apim(403, WebPages.ForeignOrigin),
        Refusal.ForeignHost => Apim(403, WebPages.ForeignHost),
        Refusal.NotFound => Apim(404, "Resource not found."),
        Refusal.MethodNotAllowed => Apim(405, "Method not allowed."),
        Refusal.BodyTooLarge => Apim(413, "Request body is too large."),
        Refusal.UnsupportedMediaType => Apim(415, "Media type is not supported."),
        Refusal.UnsupportedEncoding => Apim(415, "Content-Encoding is not supported."),
        Refusal.TooManyRequests => Apim(429, "Request volume is too high."),
        Refusal.Unavailable => Apim(503, "Service unavailable."),
        Refusal.InternalError => new(500, [new FiservErrorItem("GATEWAY", "703", null, TextOf("703"))]),
    };

    /// <summary>Makes the answer to a request that a fault refuses with this status, in the vendor's words where there are any.</summary>
    internal static FiservError OfStatus(int status) => (StatusWords.RefusalOf(status), status) switch
    {
        ({ } refusal, _) => Of(refusal),
        (_, 400) => Gateway("100", null),
        (_, 500) => Of(Refusal.InternalError),
        (_, 408) => Apim(408, "Broken client connectivity."),
        (_, 425) => new(425, [new FiservErrorItem("GATEWAY", null, null, "The request was sent too early.")]),
        (_, 504) => new(504, [new FiservErrorItem("GATEWAY", null, null, "The request timed out while waiting for the response.")]),
        _ => Apim(status, $"{StatusWords.PhraseOf(status)}."),
    };

    internal static FiservError Of(JsonProblem problem, string path, string why) => problem switch
    {
        JsonProblem.UnsupportedMediaType => Of(Refusal.UnsupportedMediaType),
        JsonProblem.UnsupportedEncoding => Of(Refusal.UnsupportedEncoding),
        JsonProblem.TooLarge => Of(Refusal.BodyTooLarge),
        JsonProblem.None or JsonProblem.InvalidJson => Of(Refusal.BadRequest),
        JsonProblem.InvalidField => Gateway(
            path.StartsWith("amount", StringComparison.Ordinal)
                ? "105"
                : "100", CardNumbers.Hide(path), $"ForceOps: {CardNumbers.Hide(path)} {why}."),
    };

    /// <summary>Makes the error answer of a validation; null when the body is valid.</summary>
    internal static FiservError? Of(ValidationResult result) => result.IsValid
        ? null
        : new FiservError(400, [.. result.Errors.Select(
            error => new FiservErrorItem("GATEWAY", error.ErrorCode, error.PropertyName, error.ErrorMessage))]);

    /// <summary>Makes the error answer for an invalid header that ForceOps itself defines.</summary>
    internal static FiservError InvalidHeader(string header, string message) => Gateway("100", header, $"ForceOps: {header} {message}");

    internal static FiservError Key(Refusal refusal, string message) =>
        Apim(refusal == Refusal.Forbidden ? 403 : 401, $"ForceOps: {message}");

    /// <param name="form">What the signature that came looks like; never the signature itself.</param>
    internal static FiservError WrongSignature(string form) =>
        new(401, [new FiservErrorItem("APIM", null, null, "ApiKey and/or Authentication supplied are invalid.", $"ForceOps: {form}")]);

    /// <summary>Makes the answer to a capture of a forced post, which is captured from the beginning.</summary>
    internal static FiservError AlreadyCaptured(bool isTakenBack) => Gateway(isTakenBack ? "821" : "820", Reference);

    /// <summary>
    /// Makes the error that a request asked for. The vendor's page Test-Errors shows the field of 103 only; other codes have none.
    /// </summary>
    /// <param name="code">The error code, three digits.</param>
    internal static FiservErrorItem Requested(string code) => new("GATEWAY", code, code is "103" ? "cardData" : null, TextOf(code));

    internal static FiservError Invalid(string field) => Gateway("100", field);

    /// <summary>
    /// Makes the error answer for a request id that another request has used. The wording is ours, because the vendor publishes
    /// no answer for it.
    /// </summary>
    internal static FiservError UsedForAnother() =>
        Gateway("100", FiservGate.ClientRequestId, "ForceOps: this Client-Request-Id was used before for another request; nothing was posted.");

    internal static FiservError NotEmulated() =>
        Gateway("846", null, "ForceOps emulates charges only as forced posts: captureFlag true, an approvalCode, no referenceTransactionDetails.");

    internal static string TextOf(string code) => code switch
    {
        "100" => "Invalid or Missing Field Data",
        "102" => "Payment source is invalid or not supported for this transaction",
        "101" => "Unknown field",
        "103" => "Missing or Invalid Card Number or Token",
        "104" => "Unable to assign card to brand: Invalid",
        "105" => "Amount or currency is invalid",
        "106" => "Amount or currency is missing",
        "107" => "Required field is missing",
        "108" => "Conditional field is missing",
        "112" => "Approval code is invalid",
        "115" => "Expiration date is missing or invalid",
        "121" => "Malformed JSON",
        "123" => "Field contains illegal characters or is too long",
        "127" => "Approval number is invalid",
        "131" => "Reference to the original transaction is missing",
        "136" => "A transaction with the same order or transaction id is being processed",
        "138" => "Body or header is missing",
        "201" => "Merchant is not set up",
        "202" => "Terminal is not set up",
        "204" => "Merchant or terminal is invalid",
        "216" => "Force is not enabled on merchant account",
        "217" => "Offline transaction is not enabled on merchant account",
        "246" => "Function is not supported",
        "247" => "Currency is not enabled on merchant account",
        "249" => "TransArmor is not enabled on merchant account",
        "304" => "Refund or cancel is locked for payment source",
        "613" => "Duplicate transaction is blocked",
        "703" => "Internal error",
        "704" => "Transaction timed out",
        "721" => "Message timed out at host",
        "722" => "Message timed out at processor",
        "723" => "Message timed out at issuer",
        "724" => "System is busy or timed out",
        "740" => "Partial reversal is not allowed",
        "759" => "Request is in progress",
        "764" => "Referenced transaction is not found",
        "804" => "Currency does not match the original transaction",
        "806" => "Amount total does not match the original transaction",
        "810" => "Amount is greater than what is left to refund or void",
        "812" => "Unable to refund",
        "813" or "831" => "Referenced transaction is invalid or not found",
        "820" => "Transaction is already captured",
        "821" => "Transaction is already refunded or cancelled",
        "827" => "Unable to cancel",
        "828" => "Transaction is outside of the window for a cancel",
        "829" => "Transaction is already settled",
        "833" => "Transaction is not in captured or authorized status",
        "836" => "Amount must be >$0",
        "834" => "Amount is missing",
        "837" => "Transaction is not in a state to be refunded",
        "838" => "$0 authorization is not supported",
        "841" => "Forced Post Sent Without Approval Code",
        "846" => "Transaction is denied",
        "848" => "Transaction type is not supported",
        "850" => "Currency or amount total does not match the original transaction",
        "877" => "Transaction is expired",
        _ => GeneralTextOf(code),
    };

    /// <summary>Returns the text of the class of a code (page Error-Code); only requested codes get it.</summary>
    private static string GeneralTextOf(string code) => (code[0], code[1]) switch
    {
        ('1', _) => "Submitted data is invalid",
        ('2', _) => "Account setup is invalid",
        ('3', _) => "Payment source error",
        ('4', _) => "Industry specific error",
        ('5', _) => "Data for the industry is missing or invalid",
        ('6', < '5') => "Fraud Error: General",
        ('6', _) => "Terminal error",
        ('7', _) => "Technical error",
        ('8', _) => "Transaction error",
        _ => "Contact support",
    };

    private static FiservError Gateway(string code, string? field, string? info = null) =>
        new(400, [new FiservErrorItem("GATEWAY", code, field, TextOf(code), info)]);

    private static FiservError Apim(int status, string message) => new(status, [new FiservErrorItem("APIM", null, null, message)]);
}

/// <summary>Writes an error answer in Commerce Hub's shape.</summary>
internal sealed class FiservError(int status, IReadOnlyList<FiservErrorItem> items) : IResult
{
    /// <summary>The body, for the document.</summary>
    internal string Example => System.Text.Json.JsonSerializer.Serialize(
        new FiservErrorResponse(
            new GatewayResponse(null, null, null, new ProcessingDetailsResponse(
                null, null, "0123456789abcdef0123456789abcdef", "2d0a9c1e-6f6e-4d3f-8a55-1f0f3d2b7c11", null)),
            items),
        FiservJson.Default.FiservErrorResponse);

    public Task ExecuteAsync(HttpContext httpContext)
    {
        if (status is StatusCodes.Status503ServiceUnavailable or StatusCodes.Status429TooManyRequests)
            httpContext.Response.Headers.RetryAfter = "1";
        if (status == StatusCodes.Status401Unauthorized)
            httpContext.Response.Headers.WWWAuthenticate = FiservErrors.Challenge;
        RecordedRequest.Of(httpContext)?.Refused(
            items[0].Code, items.Where(item => item.Field is not null).Select(item => FieldFinding.Of(item.Field, item.Message)));
        // The vendor's trace id has 32 hex digits; a correlation id that the client sent may have another form.
        var trace = Guid.TryParse(httpContext.TraceIdentifier, out var cid) ? cid : Guid.NewGuid();
        var sent = httpContext.Request.Headers[FiservGate.ClientRequestId].ToString();
        var processing = new ProcessingDetailsResponse(
            null, null, trace.ToString("N"), FiservText.IsId(sent, FiservText.ClientRequestIdLengthMax)
                ? CardNumbers.Hide(sent)
                : null, null);
        var body = new FiservErrorResponse(new GatewayResponse(null, null, null, processing), items);
        return JsonResponse.Of(body, FiservJson.Default.FiservErrorResponse, statusCode: status).ExecuteAsync(httpContext);
    }
}

/// <summary>Carries the error answer of every Commerce Hub route.</summary>
internal sealed record FiservErrorResponse(GatewayResponse GatewayResponse, IReadOnlyList<FiservErrorItem> Error);

/// <param name="Type">GATEWAY or APIM.</param>
/// <param name="Code">The vendor's error code, a text of digits; null with APIM.</param>
/// <param name="Field">
/// The path of the member, or the name of the header, that has the error; null when the error belongs to none.
/// </param>
/// <param name="Message">The error as a text for people.</param>
/// <param name="AdditionalInfo">A text that the emulator adds; null when it adds none.</param>
internal sealed record FiservErrorItem(string Type, string? Code, string? Field, string Message, string? AdditionalInfo = null);
