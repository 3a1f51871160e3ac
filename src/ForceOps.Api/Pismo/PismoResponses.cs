using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using ForceOps.Api.Http;
using ForceOps.Api.Journal;
using ForceOps.Postgres.Schema;
using ForceOps.Postgres.Writing;
using Microsoft.Extensions.Options;

namespace ForceOps.Api.Pismo;

/// <summary>Answers a Pismo request with the outcome of its operation.</summary>
internal sealed class PismoResponses(IOptions<PismoOptions> options)
{
    internal const string ReplayHeader = "x-forceops-replay";

    /// <summary>
    /// Says in a 409 that the earlier operation is a denied payment, and why; the body has the members of Pismo's page and no other.
    /// </summary>
    internal const string DeniedHeader = "x-forceops-denied";

    private readonly bool _withZone = !options.Value.EventDateWithoutZone;

    /// <param name="http">The request; its response receives the replay header.</param>
    /// <param name="result">The result of the writer.</param>
    /// <param name="accepted">Makes the route's own answer to an accepted operation.</param>
    /// <param name="repeated">
    /// Makes the route's own answer to a repeat of an operation of its own kind; when it is null or returns null, the answer of
    /// all routes is used.
    /// </param>
    internal IResult Of(
        HttpContext http, WriteResult result, Func<Outcome.Accepted, IResult> accepted, Func<Outcome.Duplicate, string,
        IResult?>? repeated = null)
    {
        RecordedRequest.Of(http)?.Note(result);
        return result.Outcome switch
        {
            null => PismoErrors.Of(result.Refusal),
            Outcome.Accepted outcome => accepted(outcome),
            Outcome.Duplicate duplicate => Repeat(http, duplicate, repeated),
            Outcome.Delayed delayed => Delayed(delayed.Waiting),
            Outcome.TakenByDelayed => TakenByDelayed(http),
            Outcome.Rejected { Error: LedgerError.AlreadyCanceled, Latest: { } latest } => NothingLeft(http, latest),
            Outcome.Rejected rejected => PismoErrors.Of(rejected.Error),
            _ => throw new System.Diagnostics.UnreachableException(),
        };
    }

    internal PostedResponse Posted(Outcome.Accepted accepted) =>
        new(accepted.Authorization.Id, accepted.Authorization.TrackingId.Text, DateOf(accepted.Authorization));

    internal TransferResponse Transferred(Outcome.Accepted accepted)
    {
        var (main, sides) = (accepted.Authorization, PismoDuplicates.SidesOf(accepted.Authorization, accepted.Counterpart));
        return new TransferResponse(main.Id, sides, accepted.Available, DateOf(main), 1, main.TrackingId.Text, AcquirerMetadata.Of(main));
    }

    internal static CancelTransferResponse TransferCanceled(Outcome.Accepted accepted) => new(
        accepted.Authorization.TrackingId.Text, PismoDuplicates.OrZero(
            PismoDuplicates.SidesOf(accepted.Authorization, accepted.Counterpart)),
        AcquirerMetadata.Of(accepted.Authorization));

    /// <summary>
    /// Answers the repeat of a force cancel: the earlier cancellation is at the top level; null after another kind of operation.
    /// </summary>
    internal IResult? CanceledBefore(Outcome.Duplicate duplicate, string message) =>
        duplicate.Earlier is { Type: AuthorizationType.Force, IsCancellation: true }
            ? Canceled(PismoDuplicates.Code, message, duplicate.Earlier)
            : null;

    /// <summary>
    /// Answers the repeat of a transfer cancel: both ids of the earlier cancellation; null after another kind of operation.
    /// </summary>
    internal static IResult? TransferCanceledBefore(Outcome.Duplicate duplicate, string message) =>
        duplicate.Earlier is { Type: AuthorizationType.Transfer, IsCancellation: true }
            ? JsonResponse.Of(
                new CanceledTransferResponse(
                    PismoDuplicates.Code, message, duplicate.Earlier.TrackingId.Text,
                    PismoDuplicates.OrZero(PismoDuplicates.SidesOf(duplicate.Earlier, duplicate.Counterpart))),
                PismoJson.Default.CanceledTransferResponse,
                statusCode: StatusCodes.Status409Conflict)
            : null;

    private IResult Repeat(HttpContext http, Outcome.Duplicate duplicate, Func<Outcome.Duplicate, string, IResult?>? own)
    {
        http.Response.Headers[ReplayHeader] = PismoDuplicates.ReplayOf(duplicate.Difference);
        RecordedRequest.Of(http)?.Refused(PismoDuplicates.Code, []);
        var earlier = duplicate.Earlier;
        var denied = PismoDuplicates.DeniedOf(earlier);
        if (denied is not null)
            http.Response.Headers[DeniedHeader] = denied;
        var message = PismoDuplicates.MessageOf(duplicate.Difference, denied);
        return own?.Invoke(duplicate, message) ?? JsonResponse.Of(
            new DuplicateResponse(PismoDuplicates.Code, message, new EarlierAuthorization(
                earlier.Id, earlier.TrackingId.Text, DateOf(earlier), ColumnText.Of(earlier.Type), earlier.AccountId, earlier.Amount,
                earlier.ProcessingCode.Text)),
            PismoJson.Default.DuplicateResponse,
            statusCode: StatusCodes.Status409Conflict);
    }

    private IResult NothingLeft(HttpContext http, Authorization latest)
    {
        var code = PismoErrors.Of(LedgerError.AlreadyCanceled).Code;
        RecordedRequest.Of(http)?.Refused(code, []);
        return Canceled(code, "Nothing is left to cancel; this is the latest cancellation.", latest);
    }

    private static IResult Delayed(DelayedOperation waiting) => JsonResponse.Of(
        new DelayedResponse("PROCESSING_DELAYED", "The operation is accepted and stored, and will be posted later; its events tell the end.", waiting.Operation.TrackingId.Text),
        PismoJson.Default.DelayedResponse,
        statusCode: StatusCodes.Status202Accepted);

    /// <summary>Answers without the ids of the earlier operation, because a delayed operation has no ids yet.</summary>
    private static PismoError TakenByDelayed(HttpContext http)
    {
        http.Response.Headers[ReplayHeader] = PismoDuplicates.Different;
        RecordedRequest.Of(http)?.Refused(PismoDuplicates.Code, []);
        return new PismoError(409, PismoDuplicates.Code, PismoDuplicates.Waits);
    }

    private IResult Canceled(string code, string message, Authorization cancellation) => JsonResponse.Of(
        new CanceledResponse(code, message, cancellation.Id, cancellation.TrackingId.Text, DateOf(cancellation)),
        PismoJson.Default.CanceledResponse,
        statusCode: StatusCodes.Status409Conflict);

    internal string DateOf(Authorization authorization) => Rfc3339.Write(authorization.EventDate, _withZone);
}

/// <summary>
/// Explains that a tracking id is in use: a client must see at once whether it repeated a request or confused two operations.
/// </summary>
internal static class PismoDuplicates
{
    internal const string Code = "TRACKING_ID_IN_USE";

    /// <summary>Says that the request equals the one that has the tracking id.</summary>
    internal const string Same = "same";

    /// <summary>Says that the request is another one than that which has the tracking id.</summary>
    internal const string Different = "different";

    internal const string Waits = "The tracking id is in use by an operation that is accepted and not posted yet, and this request differs from that one.";

    internal static string ReplayOf(RequestFields difference) => difference == RequestFields.None ? Same : Different;

    /// <summary>Returns the name of the check that denied an earlier payment; null for what was granted.</summary>
    internal static string? DeniedOf(Authorization earlier) => earlier.Denied is { } error ? ColumnText.Of(error) : null;

    /// <param name="difference">The fields in which the two requests differ.</param>
    /// <param name="denied">The name of the check that denied the earlier operation; null when it was granted.</param>
    internal static string MessageOf(RequestFields difference, string? denied)
    {
        var earlier = denied is null
            ? "an earlier operation"
            : $"an earlier payment that was denied ({denied}) and moved nothing";
        return difference == RequestFields.None
            ? $"The tracking id is in use by {earlier}, and this request is the same as that one."
            : $"The tracking id is in use by {earlier}, and this request differs from that one in: {Names(difference)}.";
    }

    internal static TransferSides SidesOf(Authorization main, Authorization? counterpart) => main.Impact == BalanceImpact.Debit
        ? new TransferSides(Credit: counterpart?.Id, Debit: main.Id)
        : new TransferSides(Credit: main.Id, Debit: null);

    internal static CancelTransferSides OrZero(TransferSides sides) => new(sides.Credit ?? 0, sides.Debit ?? 0);

    private static string Names(RequestFields fields) =>
        string.Join(", ", Enum.GetValues<RequestFields>().Where(field => field != RequestFields.None
            && fields.HasFlag(field)).Select(NameOf));

    private static string NameOf(RequestFields field) => field switch
    {
        RequestFields.None => "",
        RequestFields.Kind => "the kind of operation",
        RequestFields.Account => "account_id",
        RequestFields.Amount => "amount",
        RequestFields.ProcessingCode => "processing_code",
        RequestFields.Currency => "currency",
        RequestFields.Descriptor => "descriptor",
        RequestFields.Metadata => "metadata",
        RequestFields.OriginalAuthorization => "original_authorization",
        RequestFields.ValueDate => "payment_datetime",
        RequestFields.Canceled => "the authorization to cancel",
        RequestFields.CancelFees => "cancel_fees",
    };
}

/// <summary>Answers a posted force with 201 and a posted force cancel with 200.</summary>
/// <param name="AuthorizationId">The id of the authorization that the operation made.</param>
/// <param name="TrackingId">The tracking id of the operation, sent by the client or generated.</param>
/// <param name="EventDate">The time of the posting, RFC 3339 in UTC.</param>
internal sealed record PostedResponse(long AuthorizationId, string TrackingId, [property: DataType(DataType.DateTime)] string EventDate);

/// <summary>
/// Answers a force cancel with 409. With the earlier cancellation's three members, its tracking id is used again or nothing is
/// left to cancel. With authorizations, an operation of another kind has the tracking id. With neither, an operation has it that is
/// not posted yet.
/// </summary>
/// <param name="Code">TRACKING_ID_IN_USE or ALREADY_CANCELED.</param>
/// <param name="Message">The explanation for people.</param>
/// <param name="AuthorizationId">The id of the earlier cancellation.</param>
/// <param name="TrackingId">The tracking id of the earlier cancellation.</param>
/// <param name="EventDate">The time of the earlier cancellation, RFC 3339 in UTC.</param>
/// <param name="Authorizations">The earlier operation, when it is no force cancel.</param>
internal sealed record CanceledResponse(
    string Code, string Message,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] long? AuthorizationId,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? TrackingId,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull), DataType(DataType.DateTime)] string? EventDate,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] EarlierAuthorization? Authorizations = null);

/// <summary>
/// Answers a transfer cancel with 409. With the earlier cancellation's ids, its tracking id is used again. With authorizations, an
/// operation of another kind has the tracking id. With neither, an operation has it that is not posted yet.
/// </summary>
/// <param name="Code">TRACKING_ID_IN_USE.</param>
/// <param name="Message">The explanation for people.</param>
/// <param name="TrackingId">The tracking id of the earlier cancellation.</param>
/// <param name="AuthorizationIds">The authorization ids of the earlier cancellation.</param>
/// <param name="Authorizations">The earlier operation, when it is no transfer cancel.</param>
internal sealed record CanceledTransferResponse(
    string Code, string Message,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? TrackingId,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] CancelTransferSides? AuthorizationIds,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] EarlierAuthorization? Authorizations = null);

/// <summary>Answers 202: the operation is accepted and stored, and will be posted later.</summary>
/// <param name="Code">Always PROCESSING_DELAYED, so that nobody takes this answer for a posting.</param>
/// <param name="Message">The explanation for people.</param>
/// <param name="TrackingId">The tracking id of the operation, sent by the client or generated.</param>
internal sealed record DelayedResponse([property: AllowedValues("PROCESSING_DELAYED")] string Code, string Message, string TrackingId);

/// <summary>Answers 409: the tracking id belongs to an earlier operation.</summary>
/// <param name="Code">TRACKING_ID_IN_USE.</param>
/// <param name="Message">The explanation for people.</param>
/// <param name="Authorizations">The earlier operation; absent while that is accepted and not posted yet.</param>
internal sealed record DuplicateResponse(
    string Code, string Message, [property: JsonIgnore(
        Condition = JsonIgnoreCondition.WhenWritingNull)] EarlierAuthorization? Authorizations);

/// <summary>Describes the authorization that the earlier operation created.</summary>
/// <param name="AuthorizationId">The id of the authorization.</param>
/// <param name="TrackingId">The tracking id of the operation.</param>
/// <param name="EventDate">The time of the posting, RFC 3339 in UTC.</param>
/// <param name="Type">FORCE, TRANSFER, HOLD, PAYMENT or PRE_AUTHORIZATION.</param>
/// <param name="AccountId">The account of the authorization.</param>
/// <param name="Amount">The amount in major units.</param>
/// <param name="ProcessingCode">The processing code of the authorization.</param>
internal sealed record EarlierAuthorization(
    long AuthorizationId, string TrackingId, [property: DataType(DataType.DateTime)] string EventDate,
    [property: AllowedValues("FORCE", "TRANSFER", "HOLD", "PAYMENT", "PRE_AUTHORIZATION")] string Type, long AccountId, decimal Amount, string ProcessingCode);

/// <summary>Holds the authorization ids of a transfer; an absent side is null here (Pismo's cash-in sample).</summary>
internal sealed record TransferSides(long? Credit, long? Debit);

/// <summary>Holds the authorization ids of a cancellation; an absent side is 0 here (Pismo's cancellation sample).</summary>
internal sealed record CancelTransferSides(long Credit, long Debit);
