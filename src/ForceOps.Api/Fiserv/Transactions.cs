using System.Globalization;
using ForceOps.Api.Hosting;
using ForceOps.Postgres;
using ForceOps.Postgres.Model;
using Microsoft.Extensions.Options;

namespace ForceOps.Api.Fiserv;

/// <summary>Transactions in Commerce Hub's words, from what is stored alone: a repeat is answered byte for byte as the first request.</summary>
internal sealed class Transactions(IOptions<ForceOpsOptions> options)
{
    private readonly FiservProfile _profile = options.Value.Fiserv.Profile;

    /// <summary>As it was answered when it was posted.</summary>
    internal TransactionAnswer Posted(Authorization authorization)
    {
        var facts = FiservJson.Read(authorization.Metadata);
        var state = facts.Type switch
        {
            "CANCEL" => "VOIDED",
            "REFUND" => "AUTHORIZED",
            _ => "CAPTURED",
        };
        return Make(facts, state, authorization.Id, authorization.ParentId, authorization.Amount, authorization.Currency.Code, authorization.EventDate);
    }

    /// <summary>As it stands now: voided when nothing is left and all was taken back before settlement.</summary>
    internal TransactionAnswer Now(CardPosting posting)
    {
        var answer = Posted(posting.Authorization);
        var voided = posting.Authorization.RemainingAmount == 0
            && posting.Cancellations.All(one => FiservJson.Read(one.Metadata).Type is "CANCEL");
        return voided ? answer with { GatewayResponse = answer.GatewayResponse with { TransactionState = "VOIDED" } } : answer;
    }

    internal TransactionAnswer Declined(AttemptRow attempt) =>
        Make(FiservJson.Read(attempt.Metadata), "DECLINED", attempt.Id, null, 0, attempt.Currency ?? "USD", attempt.CreatedAt);

    private TransactionAnswer Make(TransactionFacts facts, string state, long id, long? parent, decimal amount, string currency, DateTimeOffset at)
    {
        var utc = at.UtcDateTime;
        var transactionId = FiservId.Transaction(id);
        var processing = new ProcessingDetailsAnswer(
            FiservId.Order(parent ?? id), utc.ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", CultureInfo.InvariantCulture),
            transactionId, facts.ClientRequestId, transactionId);
        var receipt = new PaymentReceiptAnswer(
            new AmountAnswer(amount, currency), Processor(facts.DeclineCode, utc.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture)));
        // Of a forced post the sample has one and nobody says what it is; of a cancel or refund it is the original's.
        var primary = parent is { } original ? FiservId.Transaction(original) : _profile == FiservProfile.Seed ? FiservId.Primary(id) : null;
        return new TransactionAnswer(
            new GatewayResponseAnswer(facts.Type, state, facts.Origin, processing),
            new SourceAnswer(facts.SourceType, CardOf(facts)),
            receipt,
            new TransactionDetailsAnswer(
                primary, CaptureFlag: true, facts.ApprovalCode, Authentication3Ds: false, facts.MerchantTransactionId, facts.MerchantOrderId,
                facts.MerchantInvoiceNumber, facts.ReversalReasonCode));
    }

    private HostResponseAnswer Processor(string? declineCode, string time) => declineCode is null
        ? new("APPROVED", "fiserv", _profile == FiservProfile.Seed ? "000000" : "000", "APPROVAL", "00", "Authorised", time)
        : new("DECLINED", "fiserv", declineCode, "DECLINED", "05", "Declined", time);

    private static CardAnswer? CardOf(TransactionFacts facts) => facts.Last4 is null && facts.ExpirationMonth is null && facts.ExpirationYear is null
        ? null
        : new CardAnswer(facts.Bin, facts.Last4, facts.Scheme, facts.ExpirationMonth, facts.ExpirationYear);
}
