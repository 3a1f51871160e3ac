using System.ComponentModel.DataAnnotations;
using FluentValidation;
using ForceOps.Api.Journal;

namespace ForceOps.Api.Fiserv;

/// <summary>Serves <c>POST /payments/v1/forcedpost</c>, and <c>POST /payments/v1/charges</c> in its forced-post form.</summary>
internal static class ForcedPostEndpoint
{
    internal static async Task<IResult> PostAsync(
        HttpContext http, FiservGate gate, IValidator<ForcedPostRequest> validator, ForcedPosts posts)
    {
        var (call, body, error) = await gate.AdmitAsync<ForcedPostRequest>(http);
        return body is null ? error! : await AnswerAsync(http, call, body, validator, posts);
    }

    /// <summary>Posts a charge that carries an approval code as a forced post. Other kinds of charges are not emulated.</summary>
    internal static async Task<IResult> PostChargeAsync(
        HttpContext http, FiservGate gate, IValidator<ForcedPostRequest> validator, ForcedPosts posts)
    {
        var (call, body, error) = await gate.AdmitAsync<ForcedPostRequest>(http);
        if (body is null)
            return error!;
        var isForced = body.ReferenceTransactionDetails is null
            && body.TransactionDetails is { CaptureFlag: not false, ApprovalCode.Length: > 0 };
        return isForced ? await AnswerAsync(http, call, body, validator, posts) : FiservErrors.NotEmulated();
    }

    private static async Task<IResult> AnswerAsync(
        HttpContext http, FiservCall call, ForcedPostRequest body, IValidator<ForcedPostRequest> validator, ForcedPosts posts) =>
        FiservErrors.Of(validator.Validate(body)) is { } fields ? fields : await posts.PostAsync(http, call, body);
}

/// <summary>
/// Carries the body of <c>POST /payments/v1/forcedpost</c>, and of <c>POST /payments/v1/charges</c> in its forced-post form.
/// </summary>
internal sealed class ForcedPostRequest
{
    [Required]
    public SourceRequest? Source { get; init; }
    [Required]
    public AmountRequest? Amount { get; init; }
    [Required]
    public TransactionDetailsRequest? TransactionDetails { get; init; }
    [Required]
    public MerchantDetailsRequest? MerchantDetails { get; init; }
    public TransactionInteractionRequest? TransactionInteraction { get; init; }

    /// <summary>
    /// The reference of a charge that captures an earlier authorization. The emulator does not emulate such a charge.
    /// </summary>
    public ReferenceRequest? ReferenceTransactionDetails { get; init; }

    public AdditionalDataRequest? AdditionalDataCommon { get; init; }
}

/// <summary>Checks the body of a forced post, in the order of the contract's table (B3).</summary>
internal sealed class ForcedPostValidator : AbstractValidator<ForcedPostRequest>
{
    private static readonly string[] Sources = ["PaymentCard", "PaymentToken", "PaymentEMV", "PaymentTrack", "ManualEntry"];

    public ForcedPostValidator()
    {
        this.AddAmountRules(body => body.Amount, required: true);
        AddSourceRules();
        RuleFor(body => body.TransactionDetails).Must(details => details?.CaptureFlag != false).As("100", "transactionDetails.captureFlag");
        RuleFor(body => body.TransactionDetails)
            .Must(details => !string.IsNullOrEmpty(details?.ApprovalCode)).As("841", "transactionDetails.approvalCode");
        RuleFor(body => body.TransactionDetails)
            .Must(details => string.IsNullOrEmpty(details?.ApprovalCode)
                || (details.ApprovalCode.Length <= 6 && details.ApprovalCode.All(char.IsAsciiLetterOrDigit)))
            .As("112", "transactionDetails.approvalCode");
        this.AddMerchantRules(body => body.MerchantDetails, withTerminal: true);
        RuleFor(body => body.TransactionDetails == null ? null : body.TransactionDetails.MerchantTransactionId)
            .MustBeId(FiservText.ReferenceLengthMax, "transactionDetails.merchantTransactionId");
        RuleFor(body => body.TransactionDetails == null ? null : body.TransactionDetails.MerchantOrderId)
            .MustBeId(FiservText.ReferenceLengthMax, "transactionDetails.merchantOrderId");
        RuleFor(body => body.TransactionDetails == null ? null : body.TransactionDetails.MerchantInvoiceNumber)
            .MustBeId(FiservText.ReferenceLengthMax, "transactionDetails.merchantInvoiceNumber");
        RuleFor(body => body.TransactionInteraction)
            .Must(item => item?.Origin is null or "ECOM" or "MOTO" or "POS").As("100", "transactionInteraction.origin");
        RuleFor(body => body.AdditionalDataCommon)
            .Must(data => IsDigitsOrNull(data?.AdditionalData?.RequestedTestResponseCode, min: 1, max: 6)
                && data?.AdditionalData?.RequestedTestResponseCode?.TrimStart('0') is null or { Length: <= 3 })
            .As("100", "additionalDataCommon.additionalData.requestedTestResponseCode");
    }

    private void AddSourceRules()
    {
        RuleFor(body => body.Source).Must(source => !string.IsNullOrEmpty(source?.SourceType)).As("107", "source.sourceType");
        RuleFor(body => body.Source)
            .Must(source => string.IsNullOrEmpty(source?.SourceType) || Sources.Contains(source.SourceType, StringComparer.Ordinal))
            .As("102", "source.sourceType");
        RuleFor(body => body.Source).Must(source => source?.SourceType is not "PaymentToken" || !string.IsNullOrEmpty(source.TokenData))
            .As("107", "source.tokenData");
        RuleFor(body => body.Source)
            .Must(source => source?.SourceType is not "PaymentCard" || source.EncryptionData is not null
                || !string.IsNullOrEmpty(source.Card?.CardData))
            .As("107", "source.card.cardData");
        When(body => !string.IsNullOrEmpty(body.Source?.Card?.CardData), () =>
        {
            RuleFor(body => body.Source!.Card!.CardData).Must(number => CardNumbers.IsValid(number)).As("103", "source.card.cardData");
            RuleFor(body => body.Source!.Card!.CardData).Must(number => !CardNumbers.IsValid(number) || CardScheme.Of(number!) is not null)
                .As("104", "source.card.cardData");
            RuleFor(body => body.Source!.Card!.ExpirationMonth).Must(IsMonth).As("115", "source.card.expirationMonth");
            RuleFor(body => body.Source!.Card!.ExpirationYear).Must(IsYear).As("115", "source.card.expirationYear");
        });
        When(body => body.Source?.Card is not null && string.IsNullOrEmpty(body.Source.Card.CardData), () =>
        {
            RuleFor(body => body.Source!.Card!.ExpirationMonth).Must(month => month is null
                || IsMonth(month)).As("115", "source.card.expirationMonth");
            RuleFor(body => body.Source!.Card!.ExpirationYear).Must(year => year is null
                || IsYear(year)).As("115", "source.card.expirationYear");
        });
        RuleFor(body => body.Source).Must(source => IsDigitsOrNull(source?.Card?.SecurityCode, min: 3, max: 4))
            .As("100", "source.card.securityCode");
    }

    private static bool IsDigitsOrNull(string? text, int min, int max) =>
        text is null || (text.Length >= min && text.Length <= max && text.All(char.IsAsciiDigit));

    private static bool IsMonth(string? month) => month is { Length: 2 } && int.TryParse(month, out var number) && number is >= 1 and <= 12;

    private static bool IsYear(string? year) => year is { Length: 4 } && year.All(char.IsAsciiDigit);
}
