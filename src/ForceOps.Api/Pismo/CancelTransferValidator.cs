using FluentValidation;

namespace ForceOps.Api.Pismo;

/// <summary>The shape of a transfer's cancel on the wire, in the order of the contract's table.</summary>
internal sealed class CancelTransferValidator : AbstractValidator<CancelTransferBody>
{
    internal CancelTransferValidator()
    {
        RuleFor(body => body.AuthorizationId).Must((body, id) => id is null != body.OriginalTrackingId is null)
            .WithMessage("or original_tracking_id is required, not both").Must(id => id is null or > 0)
            .WithMessage("must be an integer from 1").OverridePropertyName("authorization_id");
        // From 1: the sample in Pismo's guide, unique-uuid-12345, is shorter than the page's own rule.
        RuleFor(body => body.OriginalTrackingId).MustBeTrackingId(min: 1, max: 65).OverridePropertyName("original_tracking_id");
        RuleFor(body => body.Amount).NotNull().WithMessage("is required").MustBeAmount().OverridePropertyName("amount");
        RuleFor(body => body.TrackingId).MustBeTrackingId(min: 36, max: 65).OverridePropertyName("tracking_id");
        RuleFor(body => body.ProcessingCodes)
            .Must(codes => codes is null || (codes.Credit is null != codes.Debit is null && ProcessingCode.TryParse(codes.Credit ?? codes.Debit, out _)))
            .WithMessage("must hold exactly one of credit and debit, a code of 3 to 6 letters or digits").OverridePropertyName("processing_codes");
        RuleFor(body => body.Metadata).MustBeMetadata().OverridePropertyName("metadata");
        RuleFor(body => body.Descriptor).MustBeDescriptor().OverridePropertyName("descriptor");
    }
}
