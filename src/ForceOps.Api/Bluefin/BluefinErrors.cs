using System.Text.Json.Serialization;
using FluentValidation.Results;
using ForceOps.Api.Http;
using ForceOps.Api.Journal;
using ForceOps.Postgres.Writing;
using Microsoft.Extensions.Primitives;

namespace ForceOps.Api.Bluefin;

/// <summary>
/// Makes every error that a PayConex client can receive. The shape, types and codes are the vendor's; the texts of the details
/// are ForceOps's own.
/// </summary>
internal static class BluefinErrors
{
    /// <summary>The values of <c>WWW-Authenticate</c> in a 401: a client may choose either scheme.</summary>
    internal static readonly StringValues Challenge = new(["Basic realm=\"PayConex\", charset=\"UTF-8\"", "Hmac realm=\"PayConex\""]);

    private const string Invalid = "invalid_request";
    private const string Internal = "internal_server_error";

    internal static BluefinError Of(LedgerError error) => error switch
    {
        LedgerError.AuthorizationNotFound or LedgerError.AccountOutOfReach or LedgerError.NotAForcedOperation => NotFound("unknown"),
        LedgerError.AccountNotFound => NotFound("accountId"),
        LedgerError.IdentifiersDisagree or LedgerError.OriginalAuthorizationNotFound => NotFound("unknown"),
        LedgerError.ProcessingCodeNotFound or LedgerError.ProcessingCodeMismatch =>
            Refused("Force is not enabled by the payment processor"),
        LedgerError.CurrencyMismatch => Field("amounts.currency", "is not the account's"),
        LedgerError.TooManyDecimals => Field("amounts.total", "has too many decimals"),
        LedgerError.AlreadyCanceled => Refused("Transaction has no remaining refund balance"),
        LedgerError.AmountExceedsRemaining => Refused("Refund amount exceeds the refund balance"),
        LedgerError.AlreadySettled or LedgerError.NotYetSettled => Refused("Transaction is not in a state that allows this"),
        LedgerError.BalanceOutOfRange => Refused("Amount is too large"),
        // Operations of other dialects can end in these errors; a PayConex force and its refund cannot.
        LedgerError.NotATransfer or LedgerError.NotAHold or LedgerError.NotAPayment or LedgerError.NotAPreAuthorization
            or LedgerError.AlreadyConfirmed or LedgerError.ValueDateInFuture or LedgerError.AccountNotActive
            or LedgerError.InsufficientFunds or LedgerError.LimitExceeded => Refused("Transaction is not possible"),
        LedgerError.AcquirerDeclined or LedgerError.AcquirerTimedOut => Of(Refusal.InternalError),
    };

    internal static BluefinError Of(WriteRefusal refusal) => refusal switch
    {
        WriteRefusal.QueueFull => Of(Refusal.TooManyRequests),
        WriteRefusal.Unavailable or WriteRefusal.Locked => Of(Refusal.Unavailable),
        WriteRefusal.None or WriteRefusal.Failed => Of(Refusal.InternalError),
    };

    internal static BluefinError Of(Refusal refusal) => refusal switch
    {
        Refusal.BadRequest => Make(400, "Invalid request. Please check the input parameters and try again.", Invalid, 40001,
            "Invalid Input", "request"),
        Refusal.Unauthorized => Make(401, "Unauthenticated", "authentication", 40002, "Authorization", "headers"),
        Refusal.Forbidden => Make(403, "Unauthorized", "authorization", 40003, "Authorization", "headers"),
        Refusal.ForeignOrigin => Make(403, WebPages.ForeignOrigin, "authorization", 40003, "Origin", "headers"),
        Refusal.ForeignHost => Make(403, WebPages.ForeignHost, "authorization", 40003, "Host", "headers"),
        Refusal.NotFound => NotFound("unknown"),
        Refusal.MethodNotAllowed => Make(405, "Method not allowed", Invalid, 40001, "Invalid Input", "request"),
        Refusal.BodyTooLarge => Make(413, "Request body is too large", Invalid, 40001, "Invalid Input", "request"),
        Refusal.UnsupportedMediaType => Make(415, "Content-Type must be application/json", Invalid, 40001, "Content-Type", "headers"),
        Refusal.UnsupportedEncoding => Make(415, "The body must have no Content-Encoding", Invalid, 40001, "Content-Encoding", "headers"),
        Refusal.TooManyRequests => Make(429, "Too many requests, try again", Invalid, 40001, "Too Many Requests", "request"),
        Refusal.Unavailable => Make(503, "Service unavailable, try again", Internal, 40004, "Server Error", "request"),
        Refusal.InternalError => Make(500, "Internal Server Error, Retry or call Bluefin support.", Internal, 40004, "Server Error",
            "request"),
    };

    /// <summary>Makes the answer to a request that a fault refuses with this status.</summary>
    internal static BluefinError OfStatus(int status) => (StatusWords.RefusalOf(status), status) switch
    {
        ({ } refusal, _) => Of(refusal),
        (_, 400) => Of(Refusal.BadRequest),
        (_, 500) => Of(Refusal.InternalError),
        (_, 422) => Make(422, "Invalid Input", Invalid, 40001, "The request contained invalid data", "request"),
        (_, > 500) => Make(status, StatusWords.PhraseOf(status), Internal, 40004, "Server Error", "request"),
        _ => Make(status, StatusWords.PhraseOf(status), Invalid, 40001, StatusWords.PhraseOf(status), "request"),
    };

    internal static BluefinError Of(JsonProblem problem, string path, string why) => problem switch
    {
        JsonProblem.UnsupportedMediaType => Of(Refusal.UnsupportedMediaType),
        JsonProblem.UnsupportedEncoding => Of(Refusal.UnsupportedEncoding),
        JsonProblem.TooLarge => Of(Refusal.BodyTooLarge),
        JsonProblem.None or JsonProblem.InvalidJson => Of(Refusal.BadRequest),
        JsonProblem.InvalidField => Fields([new(
            // The vendor's own word for an unknown member is unsupported.
            $"Payload schema violation: property \"{path}\" {(why is JsonFinding.Unknown ? "is unsupported" : why)}", path)]),
    };

    /// <summary>Makes the error for a validation result; null when the body is valid.</summary>
    internal static BluefinError? Of(ValidationResult result) => result.IsValid
        ? null
        : Fields([.. result.Errors.Select(error => new ViolationDetail(
            // A sentence that begins with Payload is the vendor's own, and already names the property.
            error.ErrorMessage.StartsWith("Payload", StringComparison.Ordinal)
                ? error.ErrorMessage
                : $"{error.PropertyName} {error.ErrorMessage}",
            error.PropertyName))]);

    internal static BluefinError Field(string field, string message) => Fields([new ViolationDetail($"{field} {message}", field)]);

    /// <summary>Makes the error for a header that ForceOps defines; the vendor's own errors in headers have the same form.</summary>
    internal static BluefinError Header(string header, string message) =>
        Make(400, $"{header} {message}", Invalid, 40001, header, "headers");

    internal static BluefinError Key(Refusal refusal, string header, string message) => refusal == Refusal.Forbidden
        ? Make(403, message, "authorization", 40003, header, "headers")
        : Make(401, message, "authentication", 40002, header, "headers");

    internal static BluefinError NotFound(string id) => Make(404, "The requested entity was not found", "not_found", 40005, id, "request");

    /// <summary>Makes the one answer of every route that PayConex has and the emulator has not. The words are ours.</summary>
    internal static BluefinError NotEmulated() =>
        Refused("ForceOps does not emulate this operation; nothing was posted. It emulates force, init, refund and the look-up of a transaction.");

    internal static BluefinError TransactionIdUsed() => Refused("Transaction ID has already been used");

    /// <summary>Makes a 422 in the short form of the vendor's newer pages.</summary>
    private static BluefinError Refused(string message) => new(422, new ViolationResponse(message, "", Invalid, 40001, StatusCode: 422));

    private static BluefinError Fields(IReadOnlyList<ViolationDetail> details) => new(422, new ViolationResponse(
        "Invalid Input", "", Invalid, 40001, "The request contained invalid data", "request", Details: [.. details.Select(Clean)]));

    /// <summary>Hides card numbers in the message and in the source, because a member's name is text of the client, too.</summary>
    private static ViolationDetail Clean(ViolationDetail detail) =>
        new(CardNumbers.Hide(detail.Message) ?? "", CardNumbers.Hide(detail.Source) ?? "");

    private static BluefinError Make(int status, string message, string type, int code, string value, string source) =>
        new(status, new ViolationResponse(message, "", type, code, value, source));
}

/// <summary>Sends a refusal in PayConex's error shape.</summary>
internal sealed class BluefinError(int status, ViolationResponse body) : IResult
{
    /// <summary>The body, for the document.</summary>
    internal string Example => System.Text.Json.JsonSerializer.Serialize(
        body with { TraceId = "5d2ff7b9-2a8f-4d0b-8e0a-6f6f7f5c3a10" }, BluefinJson.Default.ViolationResponse);

    public Task ExecuteAsync(HttpContext httpContext)
    {
        if (status is StatusCodes.Status503ServiceUnavailable or StatusCodes.Status429TooManyRequests)
            httpContext.Response.Headers.RetryAfter = "1";
        if (status == StatusCodes.Status401Unauthorized)
            httpContext.Response.Headers.WWWAuthenticate = BluefinErrors.Challenge;
        RecordedRequest.Of(httpContext)?.Refused(
            body.ErrorCode.ToString(System.Globalization.CultureInfo.InvariantCulture),
            (body.Details ?? []).Select(detail => FieldFinding.Of(detail.Source, detail.Message)));
        // The vendor's trace id is a UUID; a correlation id that the client sends need not be a UUID.
        var traceId = Guid.TryParse(httpContext.TraceIdentifier, out var cid) ? cid : Guid.NewGuid();
        return JsonResponse.Of(body with { TraceId = traceId.ToString() }, BluefinJson.Default.ViolationResponse,
            statusCode: status).ExecuteAsync(httpContext);
    }
}

/// <summary>Holds the error of every PayConex route (ApiViolation).</summary>
internal sealed record ViolationResponse(
    string Message, string TraceId, string ErrorType, int ErrorCode, string? Value = null, string? Source = null, int? StatusCode = null,
    IReadOnlyList<ViolationDetail>? Details = null);

/// <param name="Message">The explanation of the error.</param>
/// <param name="Source">The name of the field.</param>
/// <param name="Value">Always null: the value that was sent may be a card number.</param>
internal sealed record ViolationDetail(
    string Message, string Source, [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] string? Value = null);
