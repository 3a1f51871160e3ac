using ForceOps.Api.Hosting;
using ForceOps.Postgres;
using Microsoft.Extensions.Options;

namespace ForceOps.Api.Pismo;

/// <summary>What became of an operation, in Pismo's words.</summary>
internal sealed class PismoAnswers(IOptions<ForceOpsOptions> options)
{
    private readonly bool _withZone = !options.Value.Pismo.EventDateWithoutZone;

    /// <param name="http">For the replay header.</param>
    /// <param name="operation">Decides how a repeat is answered.</param>
    /// <param name="result">From the writer.</param>
    /// <param name="postedStatus">201 for what is new, 200 for a cancellation.</param>
    internal IResult Of(HttpContext http, Operation operation, WriteResult result, int postedStatus) => result.Outcome switch
    {
        null => PismoErrors.Of(result.Refusal),
        Outcome.Accepted accepted => TypedResults.Json(Posted(accepted.Authorization), PismoJson.Default.PostedAnswer, statusCode: postedStatus),
        Outcome.Duplicate duplicate => Repeat(http, operation, duplicate),
        Outcome.Rejected { Error: LedgerError.AlreadyCanceled, Latest: { } latest } =>
            Canceled(PismoErrors.Of(LedgerError.AlreadyCanceled).Code, "Nothing is left to cancel; this is the latest cancellation.", latest),
        Outcome.Rejected rejected => PismoErrors.Of(rejected.Error),
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    private IResult Repeat(HttpContext http, Operation operation, Outcome.Duplicate duplicate)
    {
        http.Response.Headers["x-forceops-replay"] = duplicate.Difference == RequestFields.None ? "same" : "different";
        var message = duplicate.Difference == RequestFields.None
            ? "The tracking id is in use by an earlier operation, and this request is the same as that one."
            : $"The tracking id is in use by an earlier operation, and this request differs from that one in: {Names(duplicate.Difference)}.";
        var earlier = duplicate.Earlier;
        return operation is CancelForce && earlier.IsCancellation
            ? Canceled("TRACKING_ID_IN_USE", message, earlier)
            : TypedResults.Json(
                new DuplicateAnswer("TRACKING_ID_IN_USE", message, Describe(earlier)), PismoJson.Default.DuplicateAnswer, statusCode: StatusCodes.Status409Conflict);
    }

    private IResult Canceled(string code, string message, Authorization cancellation) => TypedResults.Json(
        new CanceledAnswer(code, message, cancellation.Id, cancellation.TrackingId.Text, Rfc3339.Write(cancellation.EventDate, _withZone)),
        PismoJson.Default.CanceledAnswer,
        statusCode: StatusCodes.Status409Conflict);

    private PostedAnswer Posted(Authorization authorization) =>
        new(authorization.Id, authorization.TrackingId.Text, Rfc3339.Write(authorization.EventDate, _withZone));

    private EarlierAuthorization Describe(Authorization earlier) => new(
        earlier.Id, earlier.TrackingId.Text, Rfc3339.Write(earlier.EventDate, _withZone), StoredText.Of(earlier.Type), earlier.AccountId,
        earlier.Amount, earlier.ProcessingCode.Text);

    private static string Names(RequestFields fields) =>
        string.Join(", ", Enum.GetValues<RequestFields>().Where(field => field != RequestFields.None && fields.HasFlag(field)).Select(NameOf));

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
