using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using System.Text.Json.Serialization;
using FluentValidation;
using ForceOps.Api.Http;
using ForceOps.Api.Journal;
using ForceOps.Postgres.Orgs;
using ForceOps.Postgres.Reads;
using ForceOps.Postgres.Writing;

namespace ForceOps.Api.Bluefin;

/// <summary>Handles <c>POST /api/v4/accounts/{accountId}/payments/force</c> (PayConex, processforce).</summary>
internal static class ForceEndpoint
{
    internal static async Task<IResult> PostAsync(
        HttpContext http, string accountId, BluefinGate gate, IValidator<ForceRequest> validator, LedgerWriter writer, Attempts attempts,
        CardDeclines declines, TrialDecisions trials, IdBlocks ids, OrgClocks clocks)
    {
        var (call, body, error) = await gate.AdmitAsync<ForceRequest>(http, accountId, BluefinScopes.Force);
        if (body is null)
            return error!;
        if (BluefinErrors.Of(validator.Validate(body)) is { } fields)
            return fields;
        var amount = Amount.Create(decimal.Parse(body.Amounts!.Total!));
        var now = await clocks.NowAsync(call.Org);
        if (body.TransactionId is { } named)
        {
            var key = TransactionId.Key(call, named);
            var before = await attempts.FindAsync(call.Org, key);
            if (before is { Declined: true })
            {
                RecordedRequest.Of(http)?.Failed(FailedCheck.TrackingId);
                return BluefinErrors.TransactionIdUsed();
            }
            var facts = FactsOf(body, BluefinJson.Read(before?.Metadata), now);
            return CardDeclines.Includes(amount.Value)
                ? await DeclineAsync(http, call, ToOperation(call, key, amount, facts), declines, trials, now)
                    ?? BluefinErrors.TransactionIdUsed()
                : AnswerOf(http, await PostAsync(writer, call, key, amount, facts)) ?? BluefinErrors.TransactionIdUsed();
        }
        // A client may have made up an id that equals a generated id; then the next generated id is tried.
        while (true)
        {
            var facts = FactsOf(body, new StoredPayment(), now);
            var key = TransactionId.Key(call, TransactionId.Write(await ids.NextAsync()));
            var answer = CardDeclines.Includes(amount.Value)
                ? await DeclineAsync(http, call, ToOperation(call, key, amount, facts), declines, trials, now)
                : AnswerOf(http, await PostAsync(writer, call, key, amount, facts));
            if (answer is not null)
                return answer;
        }
    }

    private static Task<WriteResult> PostAsync(LedgerWriter writer, BluefinCall call, TrackingId key, Amount amount, StoredPayment facts) =>
        writer.PostAsync(call.Org, ToOperation(call, key, amount, facts));

    private static Force ToOperation(BluefinCall call, TrackingId key, Amount amount, StoredPayment facts) => new()
    {
        TrackingId = key,
        Channel = Channel.Bluefin,
        AccountId = call.AccountId,
        Amount = amount,
        ProcessingCode = MerchantCodes.Sale,
        Currency = Currency.Usd,
        Metadata = BluefinJson.Write(facts),
        CorrelationId = call.Cid,
    };

    /// <summary>Answers a force with the result of the writer; null when the transaction id is in use.</summary>
    private static IResult? AnswerOf(HttpContext http, WriteResult result)
    {
        RecordedRequest.Of(http)?.Note(result);
        return result.Outcome switch
        {
            null => BluefinErrors.Of(result.Refusal),
            Outcome.Accepted accepted => JsonResponse.Of(Payments.Forced(accepted.Authorization), BluefinJson.Default.PaymentResponse),
            Outcome.Duplicate or Outcome.TakenByDelayed => null,
            Outcome.Rejected rejected => BluefinErrors.Of(rejected.Error),
            _ => throw new System.Diagnostics.UnreachableException(),
        };
    }

    /// <summary>
    /// Stores and answers a declined sale; null when the transaction id is in use. What the ledger would refuse is refused here
    /// too: the processor declines only what reaches it.
    /// </summary>
    private static async Task<IResult?> DeclineAsync(
        HttpContext http, BluefinCall call, Force force, CardDeclines declines, TrialDecisions trials, DateTimeOffset now)
    {
        if (await trials.RefusalOfAsync(call.Org, force) is { } refused)
        {
            RecordedRequest.Of(http)?.Note(refused);
            return BluefinErrors.Of(refused.Error);
        }
        if (await declines.StoreAsync(call.Org, force, now) is not { } attempt)
            return null;
        RecordedRequest.Of(http)?.Declined();
        return JsonResponse.Of(Payments.Of(attempt), BluefinJson.Default.PaymentResponse);
    }

    /// <param name="init">The values of payments/init; each value applies unless the force sends it again.</param>
    private static StoredPayment FactsOf(ForceRequest body, StoredPayment init, DateTimeOffset now) => new()
    {
        AuthCode = body.AuthCode,
        PosProfile = body.PosProfile,
        Name = CardNumbers.Hide(body.Customer?.Name) ?? init.Name ?? TestCard.Name,
        Last4 = TestCard.Last4,
        Expiry = TestCard.Expiry,
        Brand = TestCard.Brand,
        TokenHash = TestCard.HashOf(body),
        Description = CardNumbers.Hide(body.Description) ?? init.Description,
        TraceSource = CardNumbers.Hide(body.Trace?.Source) ?? init.TraceSource,
        TraceCustomId = CardNumbers.Hide(body.Trace?.CustomId) ?? init.TraceCustomId,
        Init = init.Init,
        Transaction = TraceEntry.Make("transaction", now),
    };
}

/// <summary>Holds the body of <c>POST /api/v4/accounts/{accountId}/payments/force</c> (PayConex, processforce).</summary>
// Skip replaces the Disallow of the other bodies: Disallow excludes extension data, and extension data serves the same purpose.
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Skip)]
internal sealed class ForceRequest
{
    /// <summary>
    /// The longest approval code, in characters. v4 names no length. Issuers give six characters (ISO 8583, field 38). The limit
    /// is shorter than any card number, because a card number must not be stored.
    /// </summary>
    internal const int AuthCodeLengthMax = 10;

    /// <summary>A transaction id of payments/init, which can be used once; generated when absent.</summary>
    [RegularExpression("^[0-9]{12}$")]
    public string? TransactionId { get; init; }

    /// <summary>The PayConex token; this or shieldConexToken is required, not both. Only a hash of the token is stored.</summary>
    public string? BfTokenReference { get; init; }

    /// <summary>The other kind of token, an object of any shape.</summary>
    public RawObject? ShieldConexToken { get; init; }

    /// <summary>The point-of-sale profile: MOTO, ECOMMERCE, SERVER or ACH.</summary>
    [Required]
    [AllowedValues("MOTO", "ECOMMERCE", "SERVER", "ACH")]
    public string? PosProfile { get; init; }

    /// <summary>The sums of the sale.</summary>
    [Required]
    public AmountsRequest? Amounts { get; init; }

    /// <summary>The approval code that forces the sale; it comes back as it was sent.</summary>
    [Required]
    [StringLength(AuthCodeLengthMax, MinimumLength = 1)]
    public string? AuthCode { get; init; }

    /// <summary>The description, at most 255 characters.</summary>
    [StringLength(255)]
    public string? Description { get; init; }

    public CredentialOnFileRequest? CredentialOnFile { get; init; }
    public CustomerRequest? Customer { get; init; }
    public AddressRequest? ShippingAddress { get; init; }
    public Level2Request? Level2 { get; init; }
    public RawObject? Level3 { get; init; }
    public string? Level3ProfileName { get; init; }
    public IReadOnlyList<RawObject>? Items { get; init; }
    public RawObject? BillPayment { get; init; }
    public RawObject? Rules { get; init; }
    public TraceRequest? Trace { get; init; }

    /// <summary>The dynamic descriptor, 1 to 25 characters.</summary>
    [StringLength(25, MinimumLength = 1)]
    public string? DynamicDescriptor { get; init; }

    /// <summary>The unknown members, kept so that the refusal can name them.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? Others { get; set; }
}

/// <summary>Checks the form of a force request; the ledger checks the rules that depend on its state.</summary>
internal sealed class ForceValidator : AbstractValidator<ForceRequest>
{
    public ForceValidator()
    {
        RuleFor(body => body.Others).MustBeEmpty();
        RuleFor(body => body.TransactionId).Must(id => id is null || TransactionId.IsValid(id))
            .WithMessage("must be 12 digits").OverridePropertyName("transactionId");
        RuleFor(body => body.BfTokenReference)
            .Must((body, token) => (token is null) != (body.ShieldConexToken is null) && token is not "")
            .WithMessage("or shieldConexToken is required, not both").OverridePropertyName("bfTokenReference");
        RuleFor(body => body.PosProfile).MustBeProfile(BodyRules.CardNotPresentProfiles);
        RuleFor(body => body.Amounts).NotNull().WithMessage("is required").OverridePropertyName("amounts");
        RuleFor(body => body.Amounts).MustBeAmounts();
        RuleFor(body => body.AuthCode).Must(code => !string.IsNullOrWhiteSpace(code)).WithMessage("is required")
            .Must(code => code is null || (CodePoints.Count(code) <= ForceRequest.AuthCodeLengthMax && !code.Any(char.IsControl)))
            .WithMessage($"must be at most {ForceRequest.AuthCodeLengthMax} characters")
            .OverridePropertyName("authCode");
        RuleFor(body => body.Description).MustBeDescription();
        RuleFor(body => body.Customer).MustBeCustomer();
        RuleFor(body => body.Trace).MustBeTrace();
        RuleFor(body => body.Customer == null ? null : body.Customer.BillingAddress)
            .MustBeAddress("customer.billingAddress", isShipping: false);
        RuleFor(body => body.ShippingAddress).MustBeAddress("shippingAddress", isShipping: true);
        RuleFor(body => body.CredentialOnFile).Must(item => item is null
                || (item.TransactionInitiator is null or "CUSTOMER" or "MERCHANT"
                    && item.StoredCredentialIndicator is null or "INITIAL" or "SUBSEQUENT"
                    && item.ScheduleIndicator is null or "SCHEDULED" or "UNSCHEDULED"))
            .WithMessage("must hold the words of the reference page").OverridePropertyName("credentialOnFile");
        RuleFor(body => body.Items).Must(items => items is null or { Count: > 0 }).WithMessage("must not be empty")
            .OverridePropertyName("items");
        RuleFor(body => body.DynamicDescriptor).Must(text => text is null || CodePoints.Count(text) is > 0 and <= 25)
            .WithMessage("must be 1 to 25 characters").OverridePropertyName("dynamicDescriptor");
    }
}

internal sealed class Level2Request
{
    public string? MerchantReference { get; init; }
    public string? OrderId { get; init; }
    public string? Tax { get; init; }
    public string? Zip { get; init; }
}
