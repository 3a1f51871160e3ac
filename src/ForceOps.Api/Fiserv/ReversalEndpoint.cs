using System.ComponentModel.DataAnnotations;
using FluentValidation;
using ForceOps.Api.Journal;
using ForceOps.Postgres.Writing;

namespace ForceOps.Api.Fiserv;

/// <summary>
/// Serves <c>POST /payments/v1/cancels</c>, which takes a sale back before settlement, and <c>POST /payments/v1/refunds</c>,
/// which takes it back afterwards. Both take back all that is left or a part of it.
/// </summary>
internal static class ReversalEndpoint
{
    internal static Task<IResult> CancelAsync(
        HttpContext http, FiservGate gate, IValidator<ReversalRequest> validator, References references, LedgerWriter writer,
        Transactions transactions) =>
        PostAsync(http, FiservErrors.Step.Cancel, gate, validator, references, writer, transactions);

    internal static Task<IResult> RefundAsync(
        HttpContext http, FiservGate gate, IValidator<ReversalRequest> validator, References references, LedgerWriter writer,
        Transactions transactions) =>
        PostAsync(http, FiservErrors.Step.Refund, gate, validator, references, writer, transactions);

    /// <summary>Refuses the capture of a sale: a forced post is captured from the beginning.</summary>
    internal static Task<IResult> CaptureAsync(
        HttpContext http, FiservGate gate, IValidator<ReversalRequest> validator, References references, LedgerWriter writer,
        Transactions transactions) =>
        PostAsync(http, FiservErrors.Step.Capture, gate, validator, references, writer, transactions);

    private static async Task<IResult> PostAsync(
        HttpContext http, FiservErrors.Step step, FiservGate gate, IValidator<ReversalRequest> validator, References references,
        LedgerWriter writer, Transactions transactions)
    {
        var (call, body, error) = await gate.AdmitAsync<ReversalRequest>(http);
        if (body is null)
            return error!;
        if (http.Request.RouteValues["transactionId"] is string named)
        {
            if (body.ReferenceTransactionDetails is { } other
                && !(other.CountForReversal() == 1 && string.Equals(other.ReferenceTransactionId, named, StringComparison.Ordinal)))
            {
                return FiservErrors.Invalid("referenceTransactionDetails");
            }
            body.ReferenceTransactionDetails = new ReferenceRequest { ReferenceTransactionId = named };
            RecordedRequest.Of(http)?.Request = FiservJournal.Of(call, body);
        }
        if (FiservErrors.Of(validator.Validate(body)) is { } fields)
            return fields;
        var account = MerchantAccount.Of(body.MerchantDetails!.MerchantId!);
        var found = (await references.FindAsync(call.Org, account, body.ReferenceTransactionDetails!))
            .Select(posting => posting.Authorization).FirstOrDefault(item => !item.IsCancellation);
        if (found is null)
        {
            RecordedRequest.Of(http)?.Failed(FailedCheck.Lookup);
            return FiservErrors.Of(LedgerError.AuthorizationNotFound, step);
        }
        if (step == FiservErrors.Step.Capture)
            return FiservErrors.AlreadyCaptured(isTakenBack: found.RemainingAmount == 0);
        if (body.Amount is { } sum && !string.Equals(sum.Currency, found.Currency.Code, StringComparison.Ordinal))
            return FiservErrors.Of(LedgerError.CurrencyMismatch, step);
        var result = await writer.PostAsync(call.Org, ToOperation(call, body, step, account, found));
        RecordedRequest.Of(http)?.Note(result);
        return result.Outcome switch
        {
            null => FiservErrors.Of(result.Refusal),
            Outcome.Accepted accepted => ForcedPosts.Created(transactions.Posted(accepted.Authorization)),
            Outcome.Duplicate { Difference: RequestFields.None } repeat => ForcedPosts.Created(transactions.Posted(repeat.Earlier)),
            Outcome.Duplicate or Outcome.TakenByDelayed => FiservErrors.UsedForAnother(),
            Outcome.Rejected rejected => FiservErrors.Of(rejected.Error, step),
            _ => throw new System.Diagnostics.UnreachableException(),
        };
    }

    private static CancelForce ToOperation(
        FiservCall call, ReversalRequest body, FiservErrors.Step step, long account, Authorization original) =>
        new()
    {
        TrackingId = FiservKey.Of(account, call.ClientRequestId),
        Channel = Channel.Fiserv,
        AuthorizationId = original.Id,
        Amount = body.Amount is { } sum ? Amount.Create(sum.Total!.Value) : null,
        Settlement = step == FiservErrors.Step.Refund ? Settlement.After : Settlement.Before,
        ConfinedTo = account,
        Metadata = FiservJson.Write(FiservJson.Read(original.Metadata) with
        {
            Type = step == FiservErrors.Step.Refund ? "REFUND" : "CANCEL",
            ClientRequestId = call.ClientRequestId,
            VerificationCode = null,
            TerminalId = body.MerchantDetails?.TerminalId,
            MerchantTransactionId = body.TransactionDetails?.MerchantTransactionId,
            ReversalReasonCode = body.TransactionDetails?.ReversalReasonCode,
        }),
        CorrelationId = call.Cid,
    };
}

/// <summary>Carries the body of <c>POST /payments/v1/cancels</c> and of <c>POST /payments/v1/refunds</c>.</summary>
internal sealed class ReversalRequest
{
    /// <summary>The sale; a route with the transaction's id in its path needs none.</summary>
    [Required]
    public ReferenceRequest? ReferenceTransactionDetails { get; set; }

    /// <summary>The amount to take back; all that is left when absent.</summary>
    public AmountRequest? Amount { get; init; }

    public TransactionDetailsRequest? TransactionDetails { get; init; }
    [Required]
    public MerchantDetailsRequest? MerchantDetails { get; init; }
}

/// <summary>Checks the body of a cancel or a tagged refund.</summary>
internal sealed class ReversalValidator : AbstractValidator<ReversalRequest>
{
    private static readonly string[] Reasons =
        ["VOID", "SUSPECTED_FRAUD", "TIMEOUT", "CARD_OVERRIDE", "EDIT_ERROR", "MAC_VERIFICATION_ERROR", "MAC_SYNCH_ERROR",
            "ENCRYPTION_ERROR", "SYSTEM_ERROR"];

    public ReversalValidator()
    {
        RuleFor(body => body.ReferenceTransactionDetails).Must(reference => reference?.CountForReversal() > 0)
            .As("131", "referenceTransactionDetails.referenceTransactionId");
        RuleFor(body => body.ReferenceTransactionDetails)
            .Must(reference => reference?.CountForReversal() is null or < 2).As("100", "referenceTransactionDetails");
        this.AddAmountRules(body => body.Amount, required: false);
        this.AddMerchantRules(body => body.MerchantDetails, withTerminal: false);
        RuleFor(body => body.TransactionDetails)
            .Must(details => details?.ReversalReasonCode is null || Reasons.Contains(details.ReversalReasonCode, StringComparer.Ordinal))
            .As("100", "transactionDetails.reversalReasonCode");
        RuleFor(body => body.TransactionDetails == null ? null : body.TransactionDetails.MerchantTransactionId)
            .MustBeId(FiservText.ReferenceLengthMax, "transactionDetails.merchantTransactionId");
    }
}
