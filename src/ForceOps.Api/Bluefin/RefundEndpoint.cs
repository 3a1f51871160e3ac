using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using System.Text.Json.Serialization;
using FluentValidation;
using ForceOps.Api.Http;
using ForceOps.Api.Journal;
using ForceOps.Postgres.Orgs;
using ForceOps.Postgres.Reads;
using ForceOps.Postgres.Writing;
using Microsoft.Extensions.Options;

namespace ForceOps.Api.Bluefin;

/// <summary>
/// Handles <c>POST …/payments/{transactionId}/refund</c>: takes back a sale in full or in part, as a void until the batch is
/// settled and as a refund afterwards.
/// </summary>
internal static class RefundEndpoint
{
    internal static async Task<IResult> PostAsync(
        HttpContext http, string accountId, string transactionId, BluefinGate gate, IValidator<RefundRequest> validator,
        CardPostings postings,
        LedgerWriter writer, IdBlocks ids, IOptions<BluefinOptions> options, OrgClocks clocks)
    {
        var (call, body, error) = await gate.AdmitAsync<RefundRequest>(http, accountId, BluefinScopes.Refund);
        if (body is null)
            return error!;
        if (!TransactionId.IsValid(transactionId))
            return BluefinErrors.Field("transactionId", "must be 12 digits");
        if (BluefinErrors.Of(validator.Validate(body)) is { } fields)
            return fields;
        var found = await postings.FindAsync(call.Org, Channel.Bluefin, call.AccountId, TransactionId.Key(call, transactionId));
        if (found is null)
            return BluefinErrors.NotFound(transactionId);
        if (options.Value.RefundsOfForce == RefundsOfForce.Refused)
            return BluefinErrors.Of(LedgerError.AmountExceedsRemaining);
        var refund = new CancelForce
        {
            TrackingId = TransactionId.Key(call, TransactionId.Write(await ids.NextAsync())),
            Channel = Channel.Bluefin,
            AuthorizationId = found.Authorization.Id,
            Amount = body.Amounts is { } amounts ? Amount.Create(decimal.Parse(amounts.Total!)) : null,
            ConfinedTo = call.AccountId,
            CorrelationId = call.Cid,
        };
        var facts = FactsOf(body, found.Authorization, await clocks.NowAsync(call.Org));
        // The batch may be settled between a check here and the posting, so the ledger makes the check: it does so under the lock.
        var result = await PostAsync(writer, call, refund with { Settlement = Settlement.Before }, facts with { Reversal = "VOIDED" });
        if (result.Outcome is Outcome.Rejected { Error: LedgerError.AlreadySettled })
            result = await PostAsync(writer, call, refund with { Settlement = Settlement.After }, facts with { Reversal = "REFUNDED" });
        RecordedRequest.Of(http)?.Note(result);
        return result.Outcome switch
        {
            null => BluefinErrors.Of(result.Refusal),
            Outcome.Accepted accepted => JsonResponse.Of(Payments.Reversed(accepted.Authorization), BluefinJson.Default.PaymentResponse),
            Outcome.Duplicate or Outcome.TakenByDelayed => BluefinErrors.TransactionIdUsed(),
            Outcome.Rejected rejected => BluefinErrors.Of(rejected.Error),
            _ => throw new System.Diagnostics.UnreachableException(),
        };
    }

    private static Task<WriteResult> PostAsync(LedgerWriter writer, BluefinCall call, CancelForce refund, StoredPayment facts) =>
        writer.PostAsync(call.Org, refund with { Metadata = BluefinJson.Write(facts) });

    private static StoredPayment FactsOf(RefundRequest body, Authorization force, DateTimeOffset now) =>
        BluefinJson.Read(force.Metadata) with
    {
        PosProfile = body.PosProfile,
        Description = CardNumbers.Hide(body.Description),
        TraceSource = CardNumbers.Hide(body.Trace?.Source),
        TraceCustomId = CardNumbers.Hide(body.Trace?.CustomId),
        Init = null,
        Transaction = TraceEntry.Make("transaction", now),
    };
}

/// <summary>Holds the body of <c>POST …/payments/{transactionId}/refund</c>.</summary>
// Skip replaces the Disallow of the other bodies: Disallow excludes extension data, and extension data serves the same purpose.
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Skip)]
internal sealed class RefundRequest
{
    /// <summary>The point-of-sale profile: any profile of the platform.</summary>
    [Required]
    [AllowedValues("ATTENDED_ON_PREM_POS", "UNATTENDED_ON_PREM_POS", "ATTENDED_OFF_PREM_POS", "MOTO", "P2PE_MOTO", "ECOMMERCE", "SERVER",
        "ACH")]
    public string? PosProfile { get; init; }

    /// <summary>The amount to refund; the whole remaining amount when absent.</summary>
    public AmountsRequest? Amounts { get; init; }

    /// <summary>The description, at most 255 characters.</summary>
    [StringLength(255)]
    public string? Description { get; init; }

    public string? DeviceProfile { get; init; }
    public IReadOnlyList<RawObject>? Items { get; init; }
    public TraceRequest? Trace { get; init; }

    [JsonExtensionData]
    public IDictionary<string, JsonElement>? Others { get; set; }
}

internal sealed class RefundValidator : AbstractValidator<RefundRequest>
{
    public RefundValidator()
    {
        RuleFor(body => body.Others).MustBeEmpty();
        RuleFor(body => body.PosProfile).MustBeProfile(BodyRules.AllProfiles);
        RuleFor(body => body.Amounts).MustBeAmounts();
        RuleFor(body => body.Description).MustBeDescription();
        RuleFor(body => body.Trace).MustBeTrace();
    }
}
