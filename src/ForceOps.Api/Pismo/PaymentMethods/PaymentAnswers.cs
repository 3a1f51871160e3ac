using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using ForceOps.Api.Http;
using ForceOps.Api.Journal;
using ForceOps.Postgres.Schema;
using ForceOps.Postgres.Writing;

namespace ForceOps.Api.Pismo.PaymentMethods;

/// <summary>
/// Answers the routes of the payment methods: 201 when the request is new, 200 with the first authorization when it is a repeat, and a
/// denial with the status of a success. Everything else is answered as on the other routes.
/// </summary>
internal sealed class PaymentAnswers(PismoResponses answers)
{
    /// <param name="http">The request; its response receives the replay header.</param>
    /// <param name="result">The result of the writer.</param>
    /// <param name="unknownAccount">
    /// Makes the denial for an account that does not exist, which no row can store; null for a route that names no account.
    /// </param>
    /// <param name="confinedTo">The only account that the caller may reach; null when it may reach every account.</param>
    internal IResult Of(HttpContext http, WriteResult result, Func<PaymentResponse>? unknownAccount = null, long? confinedTo = null)
    {
        switch (result.Outcome)
        {
            case Outcome.Accepted accepted:
                RecordedRequest.Of(http)?.Note(result);
                return Answer(http, StatusCodes.Status201Created, Of(accepted.Authorization, accepted.Counterpart, accepted.CancelsPart));
            case Outcome.Duplicate { Difference: RequestFields.None } foreign when confinedTo is { } own
                && own != foreign.Earlier.AccountId && own != foreign.Counterpart?.AccountId:
                RecordedRequest.Of(http)?.Note(result);
                return PismoErrors.Of(Refusal.Forbidden);
            case Outcome.Duplicate { Difference: RequestFields.None } repeat:
                RecordedRequest.Of(http)?.Note(result);
                http.Response.Headers[PismoResponses.ReplayHeader] = PismoDuplicates.Same;
                return Answer(http, StatusCodes.Status200OK, Of(repeat.Earlier, repeat.Counterpart, repeat.CancelsPart));
            case Outcome.Rejected { Error: LedgerError.AccountNotFound } when unknownAccount is not null:
                RecordedRequest.Of(http)?.Note(result);
                return Answer(http, StatusCodes.Status201Created, unknownAccount());
            default:
                return answers.Of(http, result, _ => throw new System.Diagnostics.UnreachableException());
        }
    }

    private PaymentResponse Of(Authorization main, Authorization? counterpart, bool cancelsPart) => new()
    {
        AuthorizationId = main.Id,
        OriginalAuthorizationId = main.ParentId ?? main.Original?.Id ?? main.Id,
        AuthorizationIds = counterpart is null ? null : PismoDuplicates.SidesOf(main, counterpart),
        TrackingId = main.TrackingId.Text,
        AccountId = main.AccountId,
        Category = PlatformWords.CategoryOf(main.Denied is not null, main.IsCancellation, cancelsPart, main.IsConfirmation),
        Operation = PlatformWords.OperationOf(main.Impact, main.IsCancellation),
        ClearingType = PlatformWords.Online,
        Code = PlatformWords.CodeOf(main.Id),
        PreAuthorization = main.Type == AuthorizationType.PreAuthorization ? true : null,
        ProcessingCode = main.ProcessingCode.Text,
        Currency = main.Currency.Code,
        PrincipalAmount = main.Amount,
        ContractAmount = main.Amount,
        InstallmentAmount = main.Amount,
        EventDatetime = answers.DateOf(main),
        ResponseCode = PlatformWords.ResponseCodeOf(main.Denied),
        DenialCode = main.Denied is { } error ? ColumnText.Of(error) : null,
        Descriptor = main.Descriptor,
        Metadata = RawObject.Of(main.Metadata),
    };

    private static IResult Answer(HttpContext http, int status, PaymentResponse response)
    {
        if (response.DenialCode is not null)
            RecordedRequest.Of(http)?.Denied();
        return JsonResponse.Of(response, PismoJson.Default.PaymentResponse, statusCode: status);
    }
}

/// <summary>
/// Answers a payment, a transfer or a cancellation; its members are those of the event "Platform authorization created" (decision).
/// </summary>
internal sealed record PaymentResponse
{
    /// <summary>
    /// The id of the authorization, for a transfer that of the giving side; absent when the request is denied because an account does
    /// not exist.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public long? AuthorizationId { get; init; }

    /// <summary>The id of the payment that a cancellation or a confirmation names; of a payment its own id.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public long? OriginalAuthorizationId { get; init; }

    /// <summary>The ids of both sides of a transfer or of its cancellation; absent for everything else.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public TransferSides? AuthorizationIds { get; init; }

    /// <summary>The tracking id of the request.</summary>
    public required string TrackingId { get; init; }

    /// <summary>The account of authorization_id.</summary>
    public required long AccountId { get; init; }

    /// <summary>What happened.</summary>
    [AllowedValues(PlatformWords.Authorization, PlatformWords.Cancellation, PlatformWords.PartialCancellation, PlatformWords.Denied,
        PlatformWords.DeniedCancellation, PlatformWords.Confirmation)]
    public required string Category { get; init; }

    /// <summary>The direction of the payment; absent when the processing code of a denied payment says none.</summary>
    [AllowedValues(PlatformWords.CashIn, PlatformWords.CashOut)]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Operation { get; init; }

    /// <summary>Always ONLINE.</summary>
    [AllowedValues(PlatformWords.Online)]
    public required string ClearingType { get; init; }

    /// <summary>True for a pre-authorization and for its cancellation, which move nothing; absent for everything else.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public bool? PreAuthorization { get; init; }

    /// <summary>Six digits, the last ones of the authorization's id; absent without an authorization.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Code { get; init; }

    /// <summary>The processing code; absent for a denied transfer without an authorization that named none.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? ProcessingCode { get; init; }

    /// <summary>The currency, three letters; absent for a denied request without an authorization that named none.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Currency { get; init; }

    /// <summary>The amount that was asked for, in major units.</summary>
    public required decimal PrincipalAmount { get; init; }

    /// <summary>The same, since payments have no fees and taxes.</summary>
    public required decimal ContractAmount { get; init; }

    /// <summary>The same, since there is one installment.</summary>
    public required decimal InstallmentAmount { get; init; }

    /// <summary>The time of the posting or of the denial, RFC 3339 in UTC; absent without an authorization.</summary>
    [DataType(DataType.DateTime)]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? EventDatetime { get; init; }

    /// <summary>00 when the request was granted; otherwise a code of Pismo's guide, such as 51 for insufficient funds.</summary>
    public required string ResponseCode { get; init; }

    /// <summary>The ledger's name of the first check that failed; absent when the request was granted.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? DenialCode { get; init; }

    /// <summary>The descriptor; absent when the request had none.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Descriptor { get; init; }

    /// <summary>The metadata as it was sent; absent when the request had none.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public RawObject? Metadata { get; init; }

    /// <summary>Makes the denial for an account that does not exist.</summary>
    internal static PaymentResponse OfUnknownAccount(Operation operation, long account, Amount amount) => new()
    {
        TrackingId = operation.TrackingId.Text,
        AccountId = account,
        Category = PlatformWords.Denied,
        ClearingType = PlatformWords.Online,
        PrincipalAmount = amount.Value,
        ContractAmount = amount.Value,
        InstallmentAmount = amount.Value,
        ResponseCode = PlatformWords.ResponseCodeOf(LedgerError.AccountNotFound),
        DenialCode = ColumnText.Of(LedgerError.AccountNotFound),
        Descriptor = operation.Descriptor,
        Metadata = RawObject.Of(operation.Metadata),
    };
}
