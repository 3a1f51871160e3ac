using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using FluentValidation;
using ForceOps.Api.Http;
using ForceOps.Postgres.Writing;

namespace ForceOps.Api.Pismo.HoldFunds;

/// <summary>
/// Holds the members that the bodies of all four routes have (Pismo, post-payments-v1-hold-funds-block and its neighbours).
/// </summary>
internal abstract class HoldFundsRequest
{
    /// <summary>The client's id for this operation, 1 to 50 characters.</summary>
    [Required]
    [StringLength(50, MinimumLength = 1)]
    public string? TrackingId { get; set; }

    /// <summary>The id of the account whose money is held.</summary>
    [Required]
    [Range(typeof(long), "1", "9223372036854775807")]
    public long? AccountId { get; set; }

    /// <summary>The amount in major units, 0.01 or more.</summary>
    [Required]
    [Range(typeof(decimal), "0.01", "999999999999999.999")]
    public decimal? Amount { get; set; }

    /// <summary>A processing code with the operation_type HOLD_FUNDS.</summary>
    [Required]
    [RegularExpression("^[0-9A-Za-z]{3,6}$")]
    public string? ProcessingCode { get; set; }

    /// <summary>At most 500 characters; every character except letters, digits and spaces is removed.</summary>
    [StringLength(500)]
    public string? Descriptor { get; set; }

    /// <summary>Any JSON object of at most 8 KiB; it comes back as it was sent.</summary>
    public RawObject? Metadata { get; set; }

    [JsonIgnore]
    internal Amount Sum => ForceOps.Amount.Create(Amount!.Value);

    [JsonIgnore]
    internal ProcessingCode Code => ForceOps.ProcessingCode.Parse(ProcessingCode!);

    /// <summary>Returns the operation with what every operation has of the request and of the call.</summary>
    internal T Complete<T>(T operation, PismoCall call)
        where T : Operation => (T)(operation with
        {
            Descriptor = Pismo.Descriptor.Clean(Descriptor),
            Metadata = Metadata?.Json,
            InTimeline = call.InTimeline,
            Delay = call.Delay,
        });
}

/// <summary>Holds what names an earlier operation, in the bodies of three of the routes.</summary>
internal abstract class EarlierHoldRequest : HoldFundsRequest
{
    /// <summary>The authorization id of the earlier operation.</summary>
    [Range(typeof(long), "1", "9223372036854775807")]
    public long? AuthorizationId { get; set; }

    /// <summary>The tracking id of the earlier operation.</summary>
    [StringLength(50, MinimumLength = 1)]
    public string? OriginalTrackingId { get; set; }

    [JsonIgnore]
    internal TrackingId? Original => OriginalTrackingId is { } text ? ForceOps.TrackingId.Parse(text) : null;
}

/// <summary>Handles what the four routes do alike: each adds its operation, its status and the authorization that it names.</summary>
internal sealed class HeldFundsRoutes(PismoGate gate, LedgerWriter writer, PismoResponses answers)
{
    /// <param name="toOperation">Makes the operation of a body; what every operation has is added here.</param>
    /// <param name="named">Returns the authorization that the answer names; null means the one that owns the tracking id.</param>
    internal async Task<IResult> PostAsync<TBody>(
        HttpContext http, IValidator<TBody> validator, int status, Func<TBody, PismoCall, Operation> toOperation,
        Func<Outcome.Accepted, Authorization>? named = null)
        where TBody : HoldFundsRequest
    {
        var (call, body, error) = await gate.AdmitAsync(http, validator);
        if (body is null)
            return error!;
        if (call.ReachError(body.AccountId) is { } unreached)
            return unreached;
        return answers.Of(http, await writer.PostAsync(call.Org, body.Complete(toOperation(body, call), call)), accepted => JsonResponse.Of(
            answers.Posted(named is null ? accepted : accepted with { Authorization = named(accepted) }), PismoJson.Default.PostedResponse,
            statusCode: status));
    }
}

/// <summary>Checks the form of the members that all four bodies have.</summary>
internal abstract class HoldFundsValidator<T> : AbstractValidator<T>
    where T : HoldFundsRequest
{
    /// <summary>The smallest amount (post-payments-v1-hold-funds-block).</summary>
    private const decimal AmountMin = 0.01m;

    protected HoldFundsValidator()
    {
        RuleFor(body => body.TrackingId).NotNull().WithMessage("is required").MustBeTrackingId(min: 1, max: 50).MustNotBeOfCardDialect()
            .OverridePropertyName("tracking_id");
        RuleFor(body => body.AccountId).Must(id => id > 0).WithMessage("must be an integer from 1").OverridePropertyName("account_id");
        RuleFor(body => body.Amount).NotNull().WithMessage("is required").MustBeAmount()
            .Must(amount => amount is null or >= AmountMin).WithMessage("must be 0.01 or more").OverridePropertyName("amount");
        RuleFor(body => body.ProcessingCode).Must(code => ProcessingCode.TryParse(code, out _))
            .WithMessage("must be 3 to 6 letters or digits").OverridePropertyName("processing_code");
        RuleFor(body => body.Descriptor).MustBeDescriptor().OverridePropertyName("descriptor");
        RuleFor(body => body.Metadata).MustBeMetadata().OverridePropertyName("metadata");
    }
}

/// <summary>Checks the form of the bodies that name an earlier operation.</summary>
internal abstract class EarlierHoldValidator<T> : HoldFundsValidator<T>
    where T : EarlierHoldRequest
{
    protected EarlierHoldValidator()
    {
        RuleFor(body => body.AuthorizationId).Must(id => id is null or > 0).WithMessage("must be an integer from 1")
            .OverridePropertyName("authorization_id");
        RuleFor(body => body.OriginalTrackingId).MustBeTrackingId(min: 1, max: 50).OverridePropertyName("original_tracking_id");
    }
}
