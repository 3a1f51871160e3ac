using FluentValidation;

namespace ForceOps.Api.Pismo;

/// <summary>The shape of a force cancel on the wire, in the order of the contract's table.</summary>
internal sealed class CancelForceValidator : AbstractValidator<CancelForceBody>
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
