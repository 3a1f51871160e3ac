using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using ForceOps.Postgres.Reads;
using ForceOps.Postgres.Schema;
using Microsoft.Extensions.Options;

namespace ForceOps.Api.Fiserv;

/// <summary>
/// Renders transactions in Commerce Hub's form from stored data alone, so that the answer to a repeat has the same bytes as the
/// first answer.
/// </summary>
internal sealed class Transactions(IOptions<FiservOptions> options)
{
    /// <summary>The response code of an approval, on all of the vendor's pages but that of the forced post.</summary>
    private const string Approved = "000";

    private const string Host = "NASHVILLE";

    private readonly FiservProfile _profile = options.Value.Profile;

    private bool IsCurrent => _profile == FiservProfile.Current;

    /// <summary>
    /// Renders a forced post as the answer to its own posting showed it. In the profile seed only this answer has six zeros, as on the
    /// vendor's page of July 2023; real clients take exactly three for a success.
    /// </summary>
    internal TransactionResponse Forced(Authorization authorization) => Posted(authorization, IsCurrent ? Approved : "000000");

    /// <summary>Renders the transaction as the answer to its posting showed it.</summary>
    internal TransactionResponse Posted(Authorization authorization, string responseCode = Approved)
    {
        var facts = FiservJson.Read(authorization.Metadata);
        var state = facts.Type switch
        {
            "CANCEL" => "VOIDED",
            "REFUND" => "AUTHORIZED",
            _ => "CAPTURED",
        };
        return Make(
            facts, state, authorization.Id, authorization.ParentId, authorization.Amount, authorization.Currency.Code,
            authorization.EventDate, responseCode);
    }

    /// <summary>
    /// Renders the transaction in its present state. It is voided when nothing is left and everything was taken back before
    /// settlement.
    /// </summary>
    internal TransactionResponse Now(CardPosting posting)
    {
        var answer = Posted(posting.Authorization);
        var voided = posting.Authorization.RemainingAmount == 0
            && posting.Cancellations.All(item => FiservJson.Read(item.Metadata).Type is "CANCEL");
        return voided ? answer with { GatewayResponse = answer.GatewayResponse with { TransactionState = "VOIDED" } } : answer;
    }

    /// <summary>Renders a declined transaction. An error that was asked for is shown as a decline with the error's code.</summary>
    internal TransactionResponse Declined(AttemptRow attempt) =>
        Make(FiservJson.Read(attempt.Metadata), "DECLINED", attempt.Id, null, 0, attempt.Currency ?? "USD", attempt.CreatedAt, Approved);

    private TransactionResponse Make(
        StoredTransaction facts, string state, long id, long? parent, decimal amount, string currency, DateTimeOffset at,
        string responseCode)
    {
        var utc = at.UtcDateTime;
        var transactionId = FiservId.Transaction(id);
        var processing = new ProcessingDetailsResponse(
            FiservId.Order(parent ?? id), utc.ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", CultureInfo.InvariantCulture),
            transactionId, facts.ClientRequestId, transactionId);
        var receipt = new PaymentReceiptResponse(
            new AmountResponse(amount, currency), Processor(
                facts, responseCode, transactionId, utc.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture)));
        // A forced post has a primary transaction id in the vendor's sample, and no page says what it means. The primary
        // transaction id of a cancel or a refund is the original's id.
        var primary = parent is { } original
            ? FiservId.Transaction(original) : _profile == FiservProfile.Seed ? FiservId.Primary(id)
            : null;
        return new TransactionResponse(
            new GatewayResponse(facts.Type, state, facts.Origin, processing),
            new SourceResponse(facts.SourceType, CardOf(facts)),
            receipt,
            new TransactionDetailsResponse(
                primary, CaptureFlag: true, facts.ApprovalCode, Authentication3Ds: false, facts.MerchantTransactionId,
                facts.MerchantOrderId,
                facts.MerchantInvoiceNumber, facts.ReversalReasonCode, IsCurrent ? ReferenceOf(transactionId) : null),
            IsCurrent ? new MerchantDetailsResponse(facts.TerminalId, facts.MerchantId) : null);
    }

    private HostResponse Processor(StoredTransaction facts, string responseCode, string transactionId, string time)
    {
        var (reference, processor, host) = IsCurrent ? (ReferenceOf(transactionId), "FISERV", Host) : (null, "fiserv", null);
        return (facts.DeclineCode ?? facts.ErrorCode) is { } code
            ? new("DECLINED", null, reference, processor, host, ThreeDigits(code), "DECLINED", "05", "Declined", time)
            : new("APPROVED", IsCurrent ? facts.ApprovalCode : null, reference, processor, host, responseCode, "APPROVAL", "00",
                "Authorised", time, facts.VerificationCode is { } chosen ? SimulatedVerification.Of(chosen, facts.Scheme) : null);
    }

    /// <summary>Writes a requested code in the vendor's three digits, however many were asked for.</summary>
    internal static string ThreeDigits(string code) => code.Length <= 3 ? code.PadLeft(3, '0') : code[^3..];

    /// <summary>Makes the reference number of 12 characters, as recorded answers have it: the beginning of the transaction's id.</summary>
    private static string ReferenceOf(string transactionId) => transactionId[..12];

    private CardResponse? CardOf(StoredTransaction facts) =>
        facts.Last4 is null && facts.ExpirationMonth is null && facts.ExpirationYear is null
        ? null
        : new CardResponse(facts.Bin, facts.Last4, facts.Scheme, facts.ExpirationMonth, facts.ExpirationYear,
            IsCurrent ? facts.SecurityCodeIndicator : null);
}

/// <summary>
/// Makes the vendor's ids of 32 hex digits from the ledger's ids. The first half is a hash of the id; the second half is the id,
/// masked with the hash. So an id leads back to its row without a table, and an invented id leads to no row. The ids are not
/// secret: anyone who reads this code can make one.
/// </summary>
internal static class FiservId
{
    private const string OrderPrefix = "CHG01";

    internal static string Transaction(long id) => Make((byte)'t', id);

    internal static string Order(long id) => OrderPrefix + Make((byte)'o', id);

    internal static string Primary(long id) => Make((byte)'p', id);

    internal static long? TransactionOf(string text) => Read((byte)'t', text);

    internal static long? OrderOf(string text) =>
        text.StartsWith(OrderPrefix, StringComparison.Ordinal) ? Read((byte)'o', text[OrderPrefix.Length..]) : null;

    private static string Make(byte kind, long id)
    {
        var cover = Cover(kind, id);
        return $"{cover:x16}{(ulong)id ^ BinaryPrimitives.ReverseEndianness(cover):x16}";
    }

    private static long? Read(byte kind, string text)
    {
        if (text.Length != 32 || !ulong.TryParse(
            text.AsSpan(0, 16), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var cover)
            || !ulong.TryParse(text.AsSpan(16), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var covered))
        {
            return null;
        }
        var id = covered ^ BinaryPrimitives.ReverseEndianness(cover);
        return id <= long.MaxValue && Cover(kind, (long)id) == cover ? (long)id : null;
    }

    private static ulong Cover(byte kind, long id)
    {
        Span<byte> bytes = stackalloc byte[9];
        bytes[0] = kind;
        BinaryPrimitives.WriteInt64BigEndian(bytes[1..], id);
        return BinaryPrimitives.ReadUInt64BigEndian(SHA256.HashData(bytes));
    }
}
