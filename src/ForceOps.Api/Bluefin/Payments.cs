using System.Globalization;
using ForceOps.Postgres.Reads;
using ForceOps.Postgres.Schema;
using Microsoft.Extensions.Options;

namespace ForceOps.Api.Bluefin;

/// <summary>Builds PayConex answers from stored data alone.</summary>
internal sealed class Payments(IOptions<BluefinOptions> options)
{
    private readonly bool _refundable = options.Value.RefundsOfForce == RefundsOfForce.Allowed;

    /// <summary>Builds the answer to a force, with a refund balance of 0.00 as in the vendor's sample.</summary>
    internal static PaymentResponse Forced(Authorization force) =>
        Of(TransactionId.Of(force.TrackingId), "CAPTURED", force.EventDate, force.Amount, force.Amount, BluefinJson.Read(force.Metadata),
            "APPROVED");

    /// <summary>Builds the answer for a posted force or refund in its current state.</summary>
    internal PaymentResponse Now(CardPosting posting)
    {
        var force = posting.Authorization;
        if (force.IsCancellation)
            return Reversed(force);
        var reversals = posting.Cancellations;
        // If nothing remains of the force and this dialect has no refund of it, a cancel through another dialect has taken back
        // the whole amount, which only builds before 0.2 let through.
        var last = reversals.Count == 0 ? null : BluefinJson.Read(reversals[^1].Metadata).Reversal;
        var status = force.RemainingAmount > 0 ? "CAPTURED" : last ?? "VOIDED";
        var ids = reversals.Count == 0 ? null : reversals.Select(item => TransactionId.Of(item.TrackingId)).ToList();
        return Forced(force) with
        {
            Status = status,
            RefundObject = new RefundObjectResponse(BluefinSum.Write(_refundable ? force.RemainingAmount : 0), ids),
        };
    }

    /// <summary>Builds the answer for a refund.</summary>
    internal static PaymentResponse Reversed(Authorization refund)
    {
        var facts = BluefinJson.Read(refund.Metadata);
        var answer = Of(TransactionId.Of(refund.TrackingId), facts.Reversal ?? "VOIDED", refund.EventDate, refund.Amount, refund.Amount,
            facts, "APPROVED");
        return answer with { TransactionType = "REFUND" };
    }

    /// <summary>
    /// Builds the answer for a transaction that posted nothing: a declined sale, or a transaction that is only initialized.
    /// </summary>
    internal static PaymentResponse Of(AttemptRow attempt)
    {
        var facts = BluefinJson.Read(attempt.Metadata);
        return attempt.Declined
            ? Of(TransactionId.Of(TrackingId.Parse(attempt.TrackingId)), "DECLINED", attempt.CreatedAt, attempt.Amount ?? 0, 0, facts,
                "DECLINED")
            : new PaymentResponse
            {
                TransactionId = TransactionId.Of(TrackingId.Parse(attempt.TrackingId)),
                Status = "INITIALIZED",
                Timestamp = TimeOf(attempt.CreatedAt),
                Description = facts.Description,
                Customer = facts.Name is { } name ? new CustomerResponse(name) : null,
                Trace = TraceOf(facts),
            };
    }

    private static PaymentResponse Of(
        string transactionId, string status, DateTimeOffset at, decimal requested, decimal approved, StoredPayment facts,
        string message) => new()
        {
            TransactionId = transactionId,
            Status = status,
            Timestamp = TimeOf(at),
            Description = facts.Description,
            Customer = facts.Name is { } name ? new CustomerResponse(name) : null,
            Trace = TraceOf(facts),
            Amounts = new AmountsResponse("USD", BluefinSum.WriteUnlessZero(approved), BluefinSum.WriteUnlessZero(requested)),
            Auth = new AuthResponse(facts.AuthCode, message, message),
            Card = new CardResponse(facts.Name, facts.Last4, facts.Expiry, facts.Brand),
            BinData = new BinDataResponse("UNKNOWN"),
            TransactionType = "FORCE",
            EntryMode = "KEYED",
            RefundObject = new RefundObjectResponse(BluefinSum.Write(0)),
        };

    /// <summary>Leaves an empty text out of the answer (projection).</summary>
    private static string? GivenOrNull(string? text) => string.IsNullOrEmpty(text) ? null : text;

    private static TraceResponse? TraceOf(StoredPayment facts)
    {
        var history = new[] { facts.Init, facts.Transaction }.OfType<TraceEntry>().ToList();
        return history.Count == 0 && facts.TraceSource is null && facts.TraceCustomId is null
            ? null
            : new TraceResponse(GivenOrNull(facts.TraceSource), GivenOrNull(facts.TraceCustomId), history.Count == 0 ? null : history);
    }

    private static string TimeOf(DateTimeOffset at) =>
        at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'.000000Z'", CultureInfo.InvariantCulture);
}

/// <summary>
/// Reads and writes the vendor's transaction id: twelve digits, zero-padded. The merchant's account id and the transaction id
/// form the tracking id.
/// </summary>
internal static class TransactionId
{
    internal static bool IsValid(string text) => text.Length == 12 && text.All(char.IsAsciiDigit);

    internal static string Write(long id) => id.ToString("D12", CultureInfo.InvariantCulture);

    internal static TrackingId Key(BluefinCall call, string transactionId) =>
        TrackingId.Parse($"{TrackingId.PrefixOf(
            Channel.Bluefin)}{call.AccountId.ToString("D12", CultureInfo.InvariantCulture)}:{transactionId}");

    /// <summary>Extracts the transaction id from a tracking id that <see cref="Key"/> has made.</summary>
    internal static string Of(TrackingId key) => key.Text[(key.Text.LastIndexOf(':') + 1)..];
}
