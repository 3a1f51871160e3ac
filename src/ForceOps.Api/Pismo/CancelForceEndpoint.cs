using FluentValidation;
using ForceOps.Api.Http;
using ForceOps.Postgres.Writing;

namespace ForceOps.Api.Pismo;

/// <summary><c>POST /payments/v1/payments/force/cancel</c> (Pismo, post-payments-v1-force-cancel).</summary>
internal static class CancelForceEndpoint
{
    private static readonly CancelForceValidator Validator = new();

    internal static async Task<IResult> PostAsync(HttpContext http, PismoGate gate, LedgerWriter writer, PismoResponses answers, TimeProvider clock)
    {
        var (call, body, error) = await gate.AdmitAsync<CancelForceRequest>(http);
        if (body is null)
            return error!;
        if (FieldErrors.Of(Validator.Validate(body)) is { } fields)
            return fields;
        var operation = ToOperation(body, call, clock);
        return answers.Of(
            http, await writer.PostAsync(call.Org, operation),
            accepted => JsonResponse.Of(answers.Posted(accepted), PismoJson.Default.PostedResponse),
            answers.CanceledBefore);
    }

    private static CancelForce ToOperation(CancelForceRequest body, PismoCall call, TimeProvider clock) => new()
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

/// <summary>Body of <c>POST /payments/v1/payments/force/cancel</c> (Pismo, post-payments-v1-force-cancel).</summary>
internal sealed class CancelForceRequest
{
    /// <summary>The forced operation by the id it was answered with.</summary>
    public long? AuthorizationId { get; set; }

    /// <summary>The forced operation by its tracking id.</summary>
    public string? OriginalTrackingId { get; set; }

    /// <summary>36 to 50 characters, yours for this cancellation; made when absent.</summary>
    public string? TrackingId { get; set; }

    /// <summary>How much to cancel; all that is left when absent.</summary>
    public decimal? Amount { get; set; }

    /// <summary>Whether what is left of the fee is given back too; false when absent.</summary>
    public bool? CancelFees { get; set; }

    /// <summary>At most 500 characters; all but letters, digits and spaces is removed.</summary>
    public string? Descriptor { get; set; }

    /// <summary>Any object, at most 8 KiB; comes back as it was sent.</summary>
    public RawObject? Metadata { get; set; }
}

/// <summary>The shape of a force cancel on the wire, in the order of the contract's table.</summary>
internal sealed class CancelForceValidator : AbstractValidator<CancelForceRequest>
{
    internal CancelForceValidator()
    {
        RuleFor(body => body.AuthorizationId).Must((body, id) => id is not null || body.OriginalTrackingId is not null)
            .WithMessage("or original_tracking_id is required").Must(id => id is null or > 0)
            .WithMessage("must be an integer from 1").OverridePropertyName("authorization_id");
        RuleFor(body => body.OriginalTrackingId).MustBeTrackingId(min: 36, max: 50).OverridePropertyName("original_tracking_id");
        RuleFor(body => body.TrackingId).MustBeTrackingId(min: 36, max: 50).OverridePropertyName("tracking_id");
        RuleFor(body => body.Amount).MustBeAmount().OverridePropertyName("amount");
        RuleFor(body => body.Descriptor).MustBeDescriptor().OverridePropertyName("descriptor");
        RuleFor(body => body.Metadata).MustBeMetadata().OverridePropertyName("metadata");
    }
}
