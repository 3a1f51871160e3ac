using System.Text.Json.Serialization;
using ForceOps.Api.Http;
using ForceOps.Api.Journal;
using ForceOps.Postgres.Writing;

namespace ForceOps.Api.Pismo;

/// <summary>
/// Makes every error that a Pismo client can receive. The codes and sentences are ForceOps's own: the public pages give none.
/// </summary>
internal static class PismoErrors
{
    internal const string Unavailable = "LEDGER_UNAVAILABLE";

    /// <summary>The value of <c>WWW-Authenticate</c> in a 401.</summary>
    internal const string Challenge = "Bearer";

    /// <summary>The value of <c>WWW-Authenticate</c> for a client of the OAuth route (RFC 6749 section 5.2).</summary>
    internal const string ClientChallenge = "Basic realm=\"Pismo\", charset=\"UTF-8\"";

    internal static PismoError Of(LedgerError error) => error switch
    {
        LedgerError.AuthorizationNotFound => new(404, "AUTHORIZATION_NOT_FOUND", "No such authorization exists in this org."),
        LedgerError.IdentifiersDisagree => Field(
            "original_tracking_id", "authorization_id and original_tracking_id name different operations"),
        LedgerError.NotAForcedOperation => new(400, "NOT_A_FORCED_OPERATION",
            "The authorization is a transfer, a hold or a cancellation; only a forced operation can be canceled here."),
        LedgerError.AccountOutOfReach => Of(Refusal.Forbidden),
        LedgerError.NotATransfer => new(400, "NOT_A_TRANSFER",
            "The authorization is a forced operation, a hold, a payment or a cancellation; only a transfer can be canceled here."),
        LedgerError.NotAHold => new(400, "NOT_A_HOLD",
            "The authorization is no hold; or, where a transfer is to be canceled, no transfer of held money."),
        LedgerError.NotAPayment => new(400, "NOT_A_PAYMENT",
            "The authorization is no payment of the payment methods, or a cancellation, or a payment that was denied."),
        LedgerError.NotAPreAuthorization => new(400, "NOT_A_PRE_AUTHORIZATION",
            "The authorization is no pre-authorization, or a cancellation, or a pre-authorization that was denied."),
        LedgerError.AccountNotFound => new(400, "ACCOUNT_NOT_FOUND", "The account does not exist in this org."),
        LedgerError.ProcessingCodeNotFound => new(400, "PROCESSING_CODE_NOT_FOUND", "The processing code does not exist in this org."),
        LedgerError.ProcessingCodeMismatch => Field(
            "processing_code", "goes the other way, names a side that the operation does not have, or has the operation_type of other operations"),
        LedgerError.CurrencyMismatch => new(400, "CURRENCY_MISMATCH", "The currency is not the account's."),
        LedgerError.TooManyDecimals => Field("amount", "has more decimals than the account's currency"),
        LedgerError.ValueDateInFuture => new(400, "VALUE_DATE_IN_FUTURE", "The value date lies in the future."),
        LedgerError.OriginalAuthorizationNotFound => new(
            400, "ORIGINAL_AUTHORIZATION_NOT_FOUND", "The original platform authorization does not exist in this org."),
        LedgerError.AlreadySettled => new(409, "ALREADY_SETTLED", "The sale's batch is settled."),
        LedgerError.NotYetSettled => new(409, "NOT_YET_SETTLED", "The sale's batch is not settled yet."),
        LedgerError.AlreadyConfirmed => new(409, "ALREADY_CONFIRMED", "The pre-authorization is confirmed: nothing of it is left."),
        LedgerError.AlreadyCanceled => new(409, "ALREADY_CANCELED", "Nothing is left to cancel."),
        LedgerError.AmountExceedsRemaining => new(400, "AMOUNT_EXCEEDS_REMAINING", "The amount is more than what is left to cancel or to release."),
        LedgerError.AccountNotActive => new(400, "ACCOUNT_NOT_ACTIVE", "The status of an account does not allow the operation."),
        LedgerError.InsufficientFunds => new(400, "INSUFFICIENT_FUNDS", "What is available, the balance and the credit limit without what is held, is less than the amount."),
        LedgerError.LimitExceeded => new(400, "LIMIT_EXCEEDED", "The account's limit for one operation or for the day would be exceeded."),
        LedgerError.AcquirerDeclined => new(400, "ACQUIRER_DECLINED", "The acquirer declined the card."),
        LedgerError.AcquirerTimedOut => new(503, "ACQUIRER_TIMEOUT", "The acquirer did not answer; nothing was posted."),
        LedgerError.BalanceOutOfRange => new(400, "LIMIT_EXCEEDED", "The balance would have more digits than the ledger can hold."),
    };

    internal static PismoError Of(WriteRefusal refusal) => refusal switch
    {
        WriteRefusal.QueueFull => Of(Refusal.TooManyRequests),
        WriteRefusal.Unavailable or WriteRefusal.Locked => Of(Refusal.Unavailable),
        WriteRefusal.None or WriteRefusal.Failed => Of(Refusal.InternalError),
    };

    internal static PismoError Of(Refusal refusal) => refusal switch
    {
        Refusal.BadRequest => new(400, "INVALID_JSON", "The request could not be read."),
        Refusal.Unauthorized => new(401, "UNAUTHORIZED", "A valid token is needed."),
        Refusal.Forbidden => new(403, "FORBIDDEN", "The token does not reach this org or account."),
        Refusal.ForeignOrigin => new(403, "FORBIDDEN", WebPages.ForeignOrigin),
        Refusal.ForeignHost => new(403, "FORBIDDEN", WebPages.ForeignHost),
        Refusal.NotFound => new(404, "NOT_FOUND", "No such route."),
        Refusal.MethodNotAllowed => new(405, "METHOD_NOT_ALLOWED", "The route does not take this method."),
        Refusal.BodyTooLarge => new(413, "BODY_TOO_LARGE", "The body is too large."),
        Refusal.UnsupportedMediaType => new(415, "UNSUPPORTED_MEDIA_TYPE", "The body must be application/json in UTF-8."),
        Refusal.UnsupportedEncoding => new(415, "UNSUPPORTED_MEDIA_TYPE", "The body must have no Content-Encoding."),
        Refusal.TooManyRequests => new(429, "TOO_MANY_REQUESTS", "Too many operations are waiting. Nothing was posted; try again."),
        Refusal.Unavailable => new(503, Unavailable, "The emulator's database cannot be reached. Repeat with the same tracking id: it will tell whether this one was posted."),
        Refusal.InternalError => new(500, "INTERNAL_ERROR", "The emulator failed; its log says why."),
    };

    /// <summary>Makes the answer to a request that a fault refuses with this status.</summary>
    internal static PismoError OfStatus(int status) => StatusWords.RefusalOf(status) is { } refusal
        ? Of(refusal)
        : new(status, status == StatusCodes.Status500InternalServerError ? "INTERNAL_ERROR" : StatusWords.CodeOf(status),
            $"{StatusWords.PhraseOf(status)}.");

    internal static PismoError Of(JsonProblem problem, string path, string why) => problem switch
    {
        JsonProblem.UnsupportedMediaType => Of(Refusal.UnsupportedMediaType),
        JsonProblem.UnsupportedEncoding => Of(Refusal.UnsupportedEncoding),
        JsonProblem.TooLarge => Of(Refusal.BodyTooLarge),
        JsonProblem.None or JsonProblem.InvalidJson => new(400, "INVALID_JSON", "The body is not a JSON object in UTF-8."),
        JsonProblem.InvalidField => Field(path, why),
    };

    internal static PismoError NoForm() =>
        new(415, "UNSUPPORTED_MEDIA_TYPE", "The body must be a form, application/x-www-form-urlencoded.");

    /// <summary>
    /// Makes the answer to a client of the OAuth route that sent wrong credentials in the header, or none at all. A client that sent
    /// wrong ones in the form gets the challenge of every other route: at the challenge Basic, a browser would ask for a password in a
    /// window of its own, over the page of Swagger UI.
    /// </summary>
    internal static PismoError WrongClient() =>
        new(401, "UNAUTHORIZED", "The credentials of a client are needed, in the form or as Basic.") { Challenge = ClientChallenge };

    internal static PismoError InvalidTenant() => new(400, "INVALID_TENANT", "x-tenant must be TN- and a UUID, 39 characters.");

    /// <summary>Makes the answer to a path that names a processing code which the org does not have.</summary>
    internal static PismoError NoSuchCode() => new(404, Of(LedgerError.ProcessingCodeNotFound).Code, "The processing code does not exist in this org.");

    /// <summary>Makes the answer to a path that names an account which the org does not have.</summary>
    internal static PismoError NoSuchAccount() => new(404, Of(LedgerError.AccountNotFound).Code, "The account does not exist in this org.");

    internal static PismoError Field(string field, string message) => Fields([new PismoFieldError(field, message)]);

    internal static PismoError Fields(IReadOnlyList<PismoFieldError> errors) =>
        new(400, "INVALID_FIELD", $"{errors[0].Field} {errors[0].Message}", errors);
}

/// <summary>Sends a refusal in Pismo's error envelope.</summary>
internal sealed class PismoError(int status, string code, string message, IReadOnlyList<PismoFieldError>? details = null) : IResult
{
    internal string Code => code;

    internal int Status => status;

    internal string Message => message;

    /// <summary>The value of <c>WWW-Authenticate</c>, which only a 401 has.</summary>
    internal string Challenge { get; init; } = PismoErrors.Challenge;

    /// <summary>The body, for the document.</summary>
    internal string Example =>
        System.Text.Json.JsonSerializer.Serialize(new PismoErrorResponse(code, message, details), PismoJson.Default.PismoErrorResponse);

    public Task ExecuteAsync(HttpContext httpContext)
    {
        // An acquirer timeout gets no Retry-After: the card determines the answer, so the acquirer would not answer the next time either.
        if (status == StatusCodes.Status429TooManyRequests || string.Equals(code, PismoErrors.Unavailable, StringComparison.Ordinal))
            httpContext.Response.Headers.RetryAfter = "1";
        if (status == StatusCodes.Status401Unauthorized)
            httpContext.Response.Headers.WWWAuthenticate = Challenge;
        RecordedRequest.Of(httpContext)?.Refused(code, details?.Select(detail => FieldFinding.Of(detail.Field, detail.Message)) ?? []);
        return JsonResponse.Of(new PismoErrorResponse(code, message, details), PismoJson.Default.PismoErrorResponse,
            statusCode: status).ExecuteAsync(httpContext);
    }
}

/// <summary>Holds the error envelope of every Pismo route.</summary>
/// <param name="Code">The error code.</param>
/// <param name="Message">The explanation for people.</param>
/// <param name="Details">The wrong fields and the reasons; only present for field errors.</param>
internal sealed record PismoErrorResponse(
    string Code,
    string Message,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyList<PismoFieldError>? Details = null);

internal sealed record PismoFieldError(string Field, string Message);
