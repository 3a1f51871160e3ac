using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using FluentValidation;
using ForceOps.Api.Http;
using ForceOps.Api.Settings;
using ForceOps.Postgres.Writing;
using Microsoft.Extensions.Options;

namespace ForceOps.Api.Pismo;

/// <summary>Handles <c>POST /payments/v1/payments</c> (Pismo, post-payments-v1-payments).</summary>
internal static class TransferEndpoint
{
    internal static async Task<IResult> PostAsync(
        HttpContext http, PismoGate gate, IValidator<TransferRequest> validator, LedgerWriter writer, PismoResponses answers,
        TransferTokens tokens, TimeProvider clock)
    {
        var (call, body, error) = await gate.AdmitAsync(http, validator, tokens.Taken);
        if (body is null)
            return error!;
        var (giver, taker) = (body.Giver!, body.Taker!);
        if (call.AccountId is { } account && (giver.Account ?? taker.Account) is not null && account != giver.Account?.Id
            && account != taker.Account?.Id)
            return PismoErrors.Field("x-account-id", "names another account than the body");
        // A token that is confined to an account may spend from that account or bring outside money into it; it never takes money from
        // another account.
        if (call.ConfinedTo is { } own && own != (giver.IsInTheBooks ? giver.Account?.Id : taker.Account?.Id))
            return PismoErrors.Of(Http.Refusal.Forbidden);
        var operation = ToOperation(body, call, clock);
        return answers.Of(http, await writer.PostAsync(call.Org, operation), accepted => JsonResponse.Of(
            answers.Transferred(accepted), PismoJson.Default.TransferResponse, statusCode: StatusCodes.Status201Created));
    }

    internal static Transfer ToOperation(TransferRequest body, PismoCall call, TimeProvider clock) => new()
    {
        TrackingId = body.TrackingId is { } trackingId ? TrackingId.Parse(trackingId) : TrackingId.Make(clock.GetUtcNow()),
        From = ToParty(body.Giver!),
        To = ToParty(body.Taker!),
        Amount = Amount.Create(body.Amount!.Value),
        Currency = body.Currency is { } currency ? Currency.Parse(currency) : null,
        DebitCode = ToCode(body.Giver!),
        CreditCode = ToCode(body.Taker!),
        Descriptor = Descriptor.Clean(body.Descriptor),
        Metadata = body.Metadata?.Json,
        InTimeline = call.InTimeline,
        Delay = call.Delay,
        AcquirerAnswer = call.AcquirerAnswer,
        CorrelationId = call.Cid,
    };

    private static TransferParty ToParty(TransferPartyRequest party) => party switch
    {
        { Account.Id: { } id } => new TransferParty.Customer(id),
        { Merchant.Id: { } id } => new TransferParty.Merchant(id),
        { Card.Id: { } id } => new TransferParty.Card(id),
        { CustomInfo: { } info } => new TransferParty.Outside(info.Type!, info.ExternalId!),
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    private static ProcessingCode? ToCode(TransferPartyRequest party) =>
        party.ProcessingCode is { } code ? ProcessingCode.Parse(code) : null;
}

/// <summary>Decides which tokens a transfer takes: Pismo's page asks for the token of an account.</summary>
internal sealed class TransferTokens(IOptions<ForceOpsOptions> options, IOptions<PismoOptions> pismo)
{
    internal TokenReach Taken { get; } =
        (pismo.Value.TransferToken ?? (options.Value.Mode == ForceOpsMode.Strict ? TransferToken.Account : TransferToken.Any)) switch
        {
            TransferToken.Account => TokenReach.Account,
            TransferToken.Any => TokenReach.Any,
        };
}

/// <summary>Holds the body of <c>POST /payments/v1/payments</c> (Pismo, post-payments-v1-payments).</summary>
internal sealed class TransferRequest
{
    /// <summary>The client's id for this operation, 36 to 65 characters; generated when absent.</summary>
    [StringLength(65, MinimumLength = 36)]
    public string? TrackingId { get; set; }

    /// <summary>The giving party, exactly one item.</summary>
    [Required]
    [Length(1, 1)]
    public IReadOnlyList<TransferPartyRequest?>? From { get; set; }

    /// <summary>The receiving party, exactly one item.</summary>
    [Required]
    [Length(1, 1)]
    public IReadOnlyList<TransferPartyRequest?>? To { get; set; }

    /// <summary>At most 500 characters; every character except letters, digits and spaces is removed.</summary>
    [StringLength(500)]
    public string? Descriptor { get; set; }

    /// <summary>Any JSON object of at most 8 KiB; it comes back as it was sent.</summary>
    public RawObject? Metadata { get; set; }

    internal TransferPartyRequest? Giver => From is [{ } item] ? item : null;

    internal TransferPartyRequest? Taker => To is [{ } item] ? item : null;

    internal decimal? Amount => Giver?.Amount ?? Taker?.Amount;

    internal string? Currency => Giver?.Currency ?? Taker?.Currency;
}

/// <summary>Checks the form of a transfer request.</summary>
internal sealed class TransferValidator : AbstractValidator<TransferRequest>
{
    public TransferValidator(IValidator<TransferPartyRequest> party)
    {
        RuleFor(body => body.TrackingId).MustBeTrackingId(min: 36, max: 65).MustNotBeOfCardDialect().OverridePropertyName("tracking_id");
        RuleFor(body => body.Giver).NotNull().WithMessage("must have exactly one item").SetValidator(party!).OverridePropertyName("from");
        RuleFor(body => body.Taker).NotNull().WithMessage("must have exactly one item").SetValidator(party!)
            .Must(taker => taker?.Card is null).WithMessage("cannot be a card: a card on file can only be charged")
            .OverridePropertyName("to");
        When(body => body is { Giver: not null, Taker: not null }, () =>
        {
            RuleFor(body => body.Taker).Must((body, taker) => taker!.IsInTheBooks || body.Giver!.IsInTheBooks)
                .WithMessage("or from must be an account or a merchant")
                .Must((body, taker) => (taker!.Account ?? taker.Merchant)?.Id is not { } id
                    || id != (body.Giver!.Account ?? body.Giver.Merchant)?.Id)
                .WithMessage("must be another account than from").OverridePropertyName("to");
            RuleFor(body => body.Amount).NotNull().WithMessage("is required on one side").MustBeAmount()
                .Must((body, _) => AreEqual(body.Giver!.Amount, body.Taker!.Amount)).WithMessage("must be the same on both sides")
                .MustFit(body => body.Currency).OverridePropertyName("amount");
            RuleFor(body => body.Currency).MustBeCurrency()
                .Must((body, _) => AreEqual(body.Giver!.Currency, body.Taker!.Currency)).WithMessage("must be the same on both sides")
                .OverridePropertyName("currency");
        });
        RuleFor(body => body.Descriptor).MustBeDescriptor().OverridePropertyName("descriptor");
        RuleFor(body => body.Metadata).MustBeMetadata().OverridePropertyName("metadata");
    }

    private static bool AreEqual(decimal? item, decimal? other) => item is null || other is null || item == other;

    /// <summary>Compares two currencies: BRL and 986 are the same currency.</summary>
    private static bool AreEqual(string? item, string? other) => item is null || other is null
        || (Currency.TryParse(item, out var first) && Currency.TryParse(other, out var second) && first.Equals(second));
}

/// <summary>Answers a posted transfer with 201.</summary>
/// <param name="AuthorizationId">The authorization id of the giving side if that side is in the ledger, else of the receiving side.</param>
/// <param name="AuthorizationIds">The authorization ids of both sides; null for a side that is not in the ledger.</param>
/// <param name="AvailableCreditLimit">The amount that the account of authorization_id can still spend.</param>
/// <param name="EventDate">The time of the posting, RFC 3339 in UTC.</param>
/// <param name="StatusCode">Always 1: a refused transfer gets an error answer.</param>
/// <param name="TrackingId">The tracking id, sent by the client or generated.</param>
/// <param name="Metadata">The acquirer's answer; only present when a card gives.</param>
internal sealed record TransferResponse(
    long AuthorizationId, TransferSides AuthorizationIds, decimal AvailableCreditLimit,
    [property: DataType(DataType.DateTime)] string EventDate, int StatusCode, string TrackingId,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] AcquirerMetadata? Metadata);
