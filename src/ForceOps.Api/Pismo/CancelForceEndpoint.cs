using System.ComponentModel.DataAnnotations;
using FluentValidation;
using ForceOps.Api.Http;
using ForceOps.Postgres.Writing;

namespace ForceOps.Api.Pismo;

/// <summary>Handles <c>POST /payments/v1/payments/force/cancel</c> (Pismo, post-payments-v1-force-cancel).</summary>
internal static class CancelForceEndpoint
{
    internal static async Task<IResult> PostAsync(
        HttpContext http, PismoGate gate, IValidator<CancelForceRequest> validator, LedgerWriter writer, PismoResponses answers,
        TimeProvider clock)
    {
        var (call, body, error) = await gate.AdmitAsync(http, validator);
        if (body is null)
            return error!;
        var operation = ToOperation(body, call, clock);
        return answers.Of(
            http, await writer.PostAsync(call.Org, operation),
            accepted => JsonResponse.Of(answers.Posted(accepted), PismoJson.Default.PostedResponse),
            answers.CanceledBefore);
    }

    internal static CancelForce ToOperation(CancelForceRequest body, PismoCall call, TimeProvider clock) => new()
    {
        TrackingId = body.TrackingId is { } trackingId ? TrackingId.Parse(trackingId) : TrackingId.Make(clock.GetUtcNow()),
        AuthorizationId = body.AuthorizationId,
        OriginalTrackingId = body.OriginalTrackingId is { } original ? TrackingId.Parse(original) : null,
        Amount = body.Amount is { } amount ? Amount.Create(amount) : null,
        CancelFees = body.CancelFees ?? false,
        ConfinedTo = call.ConfinedTo,
        Descriptor = Descriptor.Clean(body.Descriptor),
        Metadata = body.Metadata?.Json,
        InTimeline = call.InTimeline,
        Delay = call.Delay,
        CorrelationId = call.Cid,
    };
}

/// <summary>Holds the body of <c>POST /payments/v1/payments/force/cancel</c> (Pismo, post-payments-v1-force-cancel).</summary>
internal sealed class CancelForceRequest
{
    /// <summary>The authorization id in the response to the forced operation; this or original_tracking_id is required.</summary>
    [Range(typeof(long), "1", "9223372036854775807")]
    public long? AuthorizationId { get; set; }

    /// <summary>The tracking id of the forced operation.</summary>
    [StringLength(50, MinimumLength = 36)]
    public string? OriginalTrackingId { get; set; }

    /// <summary>The client's id for this cancellation, 36 to 50 characters; generated when absent.</summary>
    [StringLength(50, MinimumLength = 36)]
    public string? TrackingId { get; set; }

    /// <summary>The amount to cancel; the whole remaining amount when absent.</summary>
    [Range(typeof(decimal), "0", "999999999999999.999", MinimumIsExclusive = true)]
    public decimal? Amount { get; set; }

    /// <summary>True when the remaining fee is returned too; false when absent.</summary>
    public bool? CancelFees { get; set; }

    /// <summary>At most 500 characters; every character except letters, digits and spaces is removed.</summary>
    [StringLength(500)]
    public string? Descriptor { get; set; }

    /// <summary>Any JSON object of at most 8 KiB; it comes back as it was sent.</summary>
    public RawObject? Metadata { get; set; }
}

/// <summary>Checks the form of a force cancel request, in the order of the contract's table.</summary>
internal sealed class CancelForceValidator : AbstractValidator<CancelForceRequest>
{
    public CancelForceValidator()
    {
        RuleFor(body => body.AuthorizationId).Must((body, id) => id is not null || body.OriginalTrackingId is not null)
            .WithMessage("or original_tracking_id is required").Must(id => id is null or > 0)
            .WithMessage("must be an integer from 1").OverridePropertyName("authorization_id");
        RuleFor(body => body.OriginalTrackingId).MustBeTrackingId(min: 36, max: 50).OverridePropertyName("original_tracking_id");
        RuleFor(body => body.TrackingId).MustBeTrackingId(min: 36, max: 50).MustNotBeOfCardDialect().OverridePropertyName("tracking_id");
        RuleFor(body => body.Amount).MustBeAmount().OverridePropertyName("amount");
        RuleFor(body => body.Descriptor).MustBeDescriptor().OverridePropertyName("descriptor");
        RuleFor(body => body.Metadata).MustBeMetadata().OverridePropertyName("metadata");
    }
}
