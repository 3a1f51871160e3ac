using FluentValidation;

namespace ForceOps.Api.Fiserv;

/// <summary>The shape of a cancel or a tagged refund on the wire.</summary>
internal sealed class ReversalValidator : AbstractValidator<ReversalBody>
{
    private static readonly string[] Reasons =
        ["VOID", "SUSPECTED_FRAUD", "TIMEOUT", "CARD_OVERRIDE", "EDIT_ERROR", "MAC_VERIFICATION_ERROR", "MAC_SYNCH_ERROR", "ENCRYPTION_ERROR", "SYSTEM_ERROR"];

    internal ReversalValidator()
    {
        RuleFor(body => body.ReferenceTransactionDetails).Must(reference => reference?.CountForReversal() > 0)
            .As("131", "referenceTransactionDetails.referenceTransactionId");
        RuleFor(body => body.ReferenceTransactionDetails).Must(reference => reference?.CountForReversal() is null or < 2).As("100", "referenceTransactionDetails");
        this.AddAmountRules(body => body.Amount, required: false);
        this.AddMerchantRules(body => body.MerchantDetails, withTerminal: false);
        RuleFor(body => body.TransactionDetails)
            .Must(details => details?.ReversalReasonCode is null || Reasons.Contains(details.ReversalReasonCode, StringComparer.Ordinal))
            .As("100", "transactionDetails.reversalReasonCode");
        RuleFor(body => body.TransactionDetails == null ? null : body.TransactionDetails.MerchantTransactionId)
            .MustBeId(FiservText.ReferenceLengthMax, "transactionDetails.merchantTransactionId");
    }
}
