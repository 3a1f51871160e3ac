using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using FluentValidation;
using ForceOps.Api.Http;
using ForceOps.Postgres.Writing;

namespace ForceOps.Api.Pismo;

/// <summary>Handles <c>POST /payments/v1/payments/force</c> (Pismo, post-payments-v1-force).</summary>
internal static class ForceEndpoint
{
    internal static async Task<IResult> PostAsync(
        HttpContext http, PismoGate gate, IValidator<ForceRequest> validator, LedgerWriter writer, PismoResponses answers,
        TimeProvider clock)
    {
        var (call, body, error) = await gate.AdmitAsync(http, validator);
        if (body is null)
            return error!;
        if (call.ReachError(body.AccountId) is { } unreached)
            return unreached;
        var operation = ToOperation(body, call, clock);
        return answers.Of(http, await writer.PostAsync(call.Org, operation), accepted => JsonResponse.Of(
            answers.Posted(accepted), PismoJson.Default.PostedResponse, statusCode: StatusCodes.Status201Created));
    }

    internal static Force ToOperation(ForceRequest body, PismoCall call, TimeProvider clock) => new()
    {
        TrackingId = body.TrackingId is { } trackingId ? TrackingId.Parse(trackingId) : TrackingId.Make(clock.GetUtcNow()),
        AccountId = body.AccountId!.Value,
        Amount = Amount.Create(body.Amount!.Value),
        ProcessingCode = ProcessingCode.Parse(body.ProcessingCode!),
        Currency = body.Currency is { } currency ? Currency.Parse(currency) : null,
        Descriptor = Descriptor.Clean(body.Descriptor),
        Metadata = body.Metadata?.Json,
        Original = body.OriginalAuthorization is { } original
            ? new OriginalAuthorization(original.Id!.Value, OnNetwork: string.Equals(original.Type, "NETWORK", StringComparison.Ordinal))
            : null,
        ValueDate = body.EffectiveDate is { } text && Rfc3339.TryParse(text, out var date) ? date : null,
        InTimeline = call.InTimeline,
        Delay = call.Delay,
        CorrelationId = call.Cid,
    };
}

/// <summary>Holds the body of <c>POST /payments/v1/payments/force</c> (Pismo, post-payments-v1-force).</summary>
/// <remarks>
/// The request types of the posting routes have set accessors, not init accessors: the JSON reader treats init properties like
/// parameters of a constructor, and boxes every number for them.
/// </remarks>
internal sealed class ForceRequest
{
    /// <summary>The client's id for this operation, 36 to 50 characters; generated when absent.</summary>
    [StringLength(50, MinimumLength = 36)]
    public string? TrackingId { get; set; }

    /// <summary>The id of the account to post to.</summary>
    [Required]
    [Range(typeof(long), "1", "9223372036854775807")]
    public long? AccountId { get; set; }

    /// <summary>The amount in major units, greater than 0.</summary>
    [Required]
    [Range(typeof(decimal), "0", "999999999999999.999", MinimumIsExclusive = true)]
    public decimal? Amount { get; set; }

    /// <summary>The processing code, 6 letters or digits; it determines whether the operation is a credit or a debit.</summary>
    [Required]
    [RegularExpression("^[0-9A-Za-z]{6}$")]
    public string? ProcessingCode { get; set; }

    /// <summary>The currency of ISO 4217 as letters or digits; the account's currency when absent.</summary>
    [StringLength(3, MinimumLength = 3)]
    public string? Currency { get; set; }

    /// <summary>At most 500 characters; every character except letters, digits and spaces is removed.</summary>
    [StringLength(500)]
    public string? Descriptor { get; set; }

    /// <summary>Any JSON object of at most 8 KiB; it comes back as it was sent.</summary>
    public RawObject? Metadata { get; set; }

    /// <summary>The authorization that this operation refers to.</summary>
    public OriginalAuthorizationRequest? OriginalAuthorization { get; set; }

    /// <summary>The value date in the format of RFC 3339, not in the future.</summary>
    [DataType(DataType.DateTime)]
    public string? PaymentDatetime { get; set; }

    /// <summary>Another name of payment_datetime; the public page leaves out the name of that member.</summary>
    [DataType(DataType.DateTime)]
    public string? ValueDate { get; set; }

    [JsonIgnore]
    internal string? EffectiveDate => PaymentDatetime ?? ValueDate;
}

/// <summary>Names the authorization that a force refers to.</summary>
internal sealed class OriginalAuthorizationRequest
{
    /// <summary>The id of the authorization, 1 or more.</summary>
    [Required]
    [Range(typeof(long), "1", "9223372036854775807")]
    public long? Id { get; set; }

    /// <summary>The origin of the authorization: PLATFORM or NETWORK.</summary>
    [Required]
    [AllowedValues("PLATFORM", "NETWORK")]
    public string? Type { get; set; }
}

/// <summary>
/// Checks the form of a force request, in the order of the contract's table; the ledger checks the rules that depend on its
/// state.
/// </summary>
internal sealed class ForceValidator : AbstractValidator<ForceRequest>
{
    public ForceValidator()
    {
        RuleFor(body => body.TrackingId).MustBeTrackingId(min: 36, max: 50).MustNotBeOfCardDialect().OverridePropertyName("tracking_id");
        RuleFor(body => body.AccountId).Must(id => id > 0).WithMessage("must be an integer from 1").OverridePropertyName("account_id");
        RuleFor(body => body.Amount).NotNull().WithMessage("is required").MustBeAmount()
            .MustFit(body => body.Currency).OverridePropertyName("amount");
        RuleFor(body => body.ProcessingCode).Must(code => code is { Length: 6 } && ForceOps.ProcessingCode.TryParse(code, out _))
            .WithMessage("must be 6 letters or digits").OverridePropertyName("processing_code");
        RuleFor(body => body.Currency).MustBeCurrency().OverridePropertyName("currency");
        RuleFor(body => body.Descriptor).MustBeDescriptor().OverridePropertyName("descriptor");
        RuleFor(body => body.Metadata).MustBeMetadata().OverridePropertyName("metadata");
        RuleFor(body => body.OriginalAuthorization).Must(original => original is null or { Id: > 0, Type: "PLATFORM" or "NETWORK" })
            .WithMessage("must have an id from 1 and a type PLATFORM or NETWORK").OverridePropertyName("original_authorization");
        RuleFor(body => body.EffectiveDate).Must(text => text is null || Rfc3339.TryParse(text, out _))
            .WithMessage("must be an RFC 3339 date and time").OverridePropertyName("payment_datetime");
        RuleFor(body => body.ValueDate).Must((body, alias) => alias is null || body.PaymentDatetime is null
            || string.Equals(alias, body.PaymentDatetime, StringComparison.Ordinal))
            .WithMessage("is another name of payment_datetime and must say the same").OverridePropertyName("value_date");
    }
}
