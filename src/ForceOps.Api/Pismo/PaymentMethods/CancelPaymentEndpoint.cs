using System.ComponentModel.DataAnnotations;
using FluentValidation;
using ForceOps.Api.Http;
using ForceOps.Postgres.Writing;

namespace ForceOps.Api.Pismo.PaymentMethods;

/// <summary>Handles <c>POST /payment-methods/v2/payments/cancel</c> (Pismo, post-payments-cancel), and the same of transfers.</summary>
internal static class CancelPaymentEndpoint
{
    internal static async Task<IResult> PostAsync(
        HttpContext http, PismoGate gate, IValidator<CancelPaymentRequest> validator, LedgerWriter writer, PaymentAnswers answers)
    {
        var (call, body, error) = await gate.AdmitAsync(http, validator);
        return body is null ? error! : answers.Of(
            http, await writer.PostAsync(call.Org, ToOperation(body, call)), confinedTo: call.ConfinedTo);
    }

    private static CancelPayment ToOperation(CancelPaymentRequest body, PismoCall call) => new()
    {
        TrackingId = TrackingId.Parse(body.TrackingId!),
        AuthorizationId = body.AuthorizationId,
        OriginalTrackingId = body.OriginalTrackingId is { } original ? TrackingId.Parse(original) : null,
        Amount = body.Amount is { } amount ? Amount.Create(amount) : null,
        ConfinedTo = call.ConfinedTo,
        Descriptor = Descriptor.Clean(body.Descriptor),
        Metadata = body.Metadata?.Json,
        InTimeline = call.InTimeline,
        Delay = call.Delay,
        CorrelationId = call.Cid,
    };
}

/// <summary>Holds the body of <c>POST /payment-methods/v2/payments/cancel</c> (Pismo, post-payments-cancel).</summary>
internal sealed class CancelPaymentRequest
{
    /// <summary>The client's id for this cancellation, 36 to 50 characters.</summary>
    [Required]
    [StringLength(50, MinimumLength = 36)]
    public string? TrackingId { get; set; }

    /// <summary>The tracking id of the payment or transfer; this or authorization_id is required, not both.</summary>
    [StringLength(50, MinimumLength = 36)]
    public string? OriginalTrackingId { get; set; }

    /// <summary>The authorization id of the payment, or of either side of the transfer.</summary>
    [Range(typeof(long), "1", "9223372036854775807")]
    public long? AuthorizationId { get; set; }

    /// <summary>The amount to cancel; the whole remaining amount when absent.</summary>
    [Range(typeof(decimal), "0", "999999999999999.999", MinimumIsExclusive = true)]
    public decimal? Amount { get; set; }

    /// <summary>At most 500 characters; every character except letters, digits and spaces is removed.</summary>
    [StringLength(500)]
    public string? Descriptor { get; set; }

    /// <summary>Any JSON object of at most 8 KiB; it comes back as it was sent.</summary>
    public RawObject? Metadata { get; set; }
}

/// <summary>Checks the form of a payment's cancel request.</summary>
internal sealed class CancelPaymentValidator : AbstractValidator<CancelPaymentRequest>
{
    public CancelPaymentValidator()
    {
        RuleFor(body => body.TrackingId).NotNull().WithMessage("is required").MustBeTrackingId(min: 36, max: 50).MustNotBeOfCardDialect()
            .OverridePropertyName("tracking_id");
        RuleFor(body => body.OriginalTrackingId).Must((body, text) => text is null != body.AuthorizationId is null)
            .WithMessage("or authorization_id is required, not both").MustBeTrackingId(min: 36, max: 50)
            .OverridePropertyName("original_tracking_id");
        RuleFor(body => body.AuthorizationId).Must(id => id is null or > 0).WithMessage("must be an integer from 1")
            .OverridePropertyName("authorization_id");
        RuleFor(body => body.Amount).MustBeAmount().OverridePropertyName("amount");
        RuleFor(body => body.Descriptor).MustBeDescriptor().OverridePropertyName("descriptor");
        RuleFor(body => body.Metadata).MustBeMetadata().OverridePropertyName("metadata");
    }
}
