using System.ComponentModel.DataAnnotations;
using FluentValidation;
using ForceOps.Api.Http;
using ForceOps.Api.Journal;
using ForceOps.Postgres.Reads;
using ForceOps.Postgres.Schema;

namespace ForceOps.Api.Fiserv;

/// <summary>Serves <c>POST /payments/v1/transaction-inquiry</c>, which shows the state of a transaction or of an order.</summary>
internal static class InquiryEndpoint
{
    internal static async Task<IResult> PostAsync(
        HttpContext http, FiservGate gate, IValidator<InquiryRequest> validator, References references, Attempts attempts,
        Transactions transactions)
    {
        var (call, body, error) = await gate.AdmitAsync<InquiryRequest>(http);
        if (body is null)
            return error!;
        if (FiservErrors.Of(validator.Validate(body)) is { } fields)
            return fields;
        var account = MerchantAccount.Of(body.MerchantDetails!.MerchantId!);
        var reference = body.ReferenceTransactionDetails!;
        IReadOnlyList<TransactionResponse> answers =
            [.. (await references.FindAsync(call.Org, account, reference)).Select(transactions.Now)];
        if (answers.Count == 0 && await DeclinedAsync(call, account, reference, attempts) is { } declined)
            answers = [transactions.Declined(declined)];
        if (answers.Count == 0)
            RecordedRequest.Of(http)?.Failed(FailedCheck.Lookup);
        return answers.Count == 0
            ? FiservErrors.Of(LedgerError.AuthorizationNotFound, FiservErrors.Step.Inquiry)
            : JsonResponse.Of(answers, FiservJson.Default.IReadOnlyListTransactionResponse, statusCode: StatusCodes.Status201Created);
    }

    private static async Task<AttemptRow?> DeclinedAsync(
        FiservCall call, long account, ReferenceRequest reference, Attempts attempts)
    {
        var id = reference.ReferenceTransactionId is { } transaction ? FiservId.TransactionOf(transaction)
            : reference.ReferenceOrderId is { } order ? FiservId.OrderOf(order)
            : null;
        var found = id is { } known ? await attempts.FindAsync(call.Org, known)
            : reference.ReferenceClientRequestId is { } requestId ? await attempts.FindAsync(call.Org, FiservKey.Of(account, requestId))
            : null;
        return found?.AccountId == account && ColumnText.ToChannel(found.Channel) == Channel.Fiserv ? found : null;
    }
}

/// <summary>Carries the body of <c>POST /payments/v1/transaction-inquiry</c>.</summary>
internal sealed class InquiryRequest
{
    [Required]
    public ReferenceRequest? ReferenceTransactionDetails { get; init; }
    [Required]
    public MerchantDetailsRequest? MerchantDetails { get; init; }
}

internal sealed class InquiryValidator : AbstractValidator<InquiryRequest>
{
    public InquiryValidator()
    {
        RuleFor(body => body.ReferenceTransactionDetails).Must(reference => reference?.CountForInquiry() > 0)
            .As("131", "referenceTransactionDetails.referenceTransactionId");
        RuleFor(body => body.ReferenceTransactionDetails)
            .Must(reference => reference?.CountForInquiry() is null or < 2).As("100", "referenceTransactionDetails");
        this.AddMerchantRules(body => body.MerchantDetails, withTerminal: false);
    }
}
