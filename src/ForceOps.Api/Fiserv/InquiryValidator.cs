using FluentValidation;

namespace ForceOps.Api.Fiserv;

internal sealed class InquiryValidator : AbstractValidator<InquiryBody>
{
    internal InquiryValidator()
    {
        RuleFor(body => body.ReferenceTransactionDetails).Must(reference => reference?.CountForInquiry() > 0)
            .As("131", "referenceTransactionDetails.referenceTransactionId");
        RuleFor(body => body.ReferenceTransactionDetails).Must(reference => reference?.CountForInquiry() is null or < 2).As("100", "referenceTransactionDetails");
        this.AddMerchantRules(body => body.MerchantDetails, withTerminal: false);
    }
}
