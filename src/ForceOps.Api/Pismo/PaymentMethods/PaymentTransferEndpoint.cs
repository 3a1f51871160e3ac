using System.ComponentModel.DataAnnotations;
using FluentValidation;
using ForceOps.Api.Http;
using ForceOps.Postgres.Writing;

namespace ForceOps.Api.Pismo.PaymentMethods;

/// <summary>Handles <c>POST /payment-methods/v2/transfers</c> (Pismo, post-transfers).</summary>
internal static class PaymentTransferEndpoint
{
    internal static async Task<IResult> PostAsync(
        HttpContext http, PismoGate gate, IValidator<PaymentTransferRequest> validator, LedgerWriter writer, PaymentAnswers answers)
    {
        var (call, body, error) = await gate.AdmitAsync(http, validator);
        if (body is null)
            return error!;
        var operation = ToOperation(body, call);
        if (call.AccountId is { } account && account != operation.From && account != operation.To)
            return PismoErrors.Field("x-account-id", "names another account than the body");
        // A token that is confined to an account spends from that account only.
        if (call.ConfinedTo is { } own && own != operation.From)
            return PismoErrors.Of(Refusal.Forbidden);
        return answers.Of(http, await writer.PostAsync(call.Org, operation),
            () => PaymentResponse.OfUnknownAccount(operation, operation.From, operation.Amount) with
            {
                Operation = PlatformWords.CashOut, ProcessingCode = operation.DebitCode?.Text, Currency = operation.Currency?.Code,
            });
    }

    private static PaymentTransfer ToOperation(PaymentTransferRequest body, PismoCall call) => new()
    {
        TrackingId = TrackingId.Parse(body.TrackingId!),
        From = body.From!.AccountId!.Value,
        To = body.To!.AccountId!.Value,
        Amount = Amount.Create(body.Amount!.Value),
        Currency = body.Currency is { } currency ? Currency.Parse(currency) : null,
        DebitCode = body.From.ProcessingCode is { } debit ? ProcessingCode.Parse(debit) : null,
        CreditCode = body.To.ProcessingCode is { } credit ? ProcessingCode.Parse(credit) : null,
        Descriptor = Descriptor.Clean(body.Descriptor),
        Metadata = body.Metadata?.Json,
        InTimeline = call.InTimeline,
        Delay = call.Delay,
        CorrelationId = call.Cid,
    };
}

/// <summary>Holds the body of <c>POST /payment-methods/v2/transfers</c> (Pismo, post-transfers).</summary>
internal sealed class PaymentTransferRequest
{
    /// <summary>The client's id for this transfer, 36 to 50 characters.</summary>
    [Required]
    [StringLength(50, MinimumLength = 36)]
    public string? TrackingId { get; set; }

    /// <summary>The account that gives.</summary>
    [Required]
    public PaymentSideRequest? From { get; set; }

    /// <summary>The account that gets; another one.</summary>
    [Required]
    public PaymentSideRequest? To { get; set; }

    /// <summary>The amount in major units, greater than 0.</summary>
    [Required]
    [Range(typeof(decimal), "0", "999999999999999.999", MinimumIsExclusive = true)]
    public decimal? Amount { get; set; }

    /// <summary>The currency of ISO 4217 as letters or digits; the accounts' currency when absent.</summary>
    [StringLength(3, MinimumLength = 3)]
    public string? Currency { get; set; }

    /// <summary>At most 500 characters; every character except letters, digits and spaces is removed.</summary>
    [StringLength(500)]
    public string? Descriptor { get; set; }

    /// <summary>Any JSON object of at most 8 KiB; it comes back as it was sent.</summary>
    public RawObject? Metadata { get; set; }

    /// <summary>False, or absent: transfers that wait for a confirmation are not emulated.</summary>
    public bool? PreAuthorization { get; set; }
}

/// <summary>Names one side of a transfer.</summary>
internal sealed class PaymentSideRequest
{
    /// <summary>The id of the account, 1 or more.</summary>
    [Required]
    [Range(typeof(long), "1", "9223372036854775807")]
    public long? AccountId { get; set; }

    /// <summary>The processing code of this side; the org's default for transfers when absent.</summary>
    [RegularExpression("^[0-9A-Za-z]{3,6}$")]
    public string? ProcessingCode { get; set; }
}

/// <summary>Checks the form of a transfer request.</summary>
internal sealed class PaymentTransferValidator : AbstractValidator<PaymentTransferRequest>
{
    public PaymentTransferValidator()
    {
        RuleFor(body => body.TrackingId).NotNull().WithMessage("is required").MustBeTrackingId(min: 36, max: 50).MustNotBeOfCardDialect()
            .OverridePropertyName("tracking_id");
        RuleFor(body => body.From).Must(side => side is { AccountId: > 0 }).WithMessage("must have an account_id from 1")
            .OverridePropertyName("from");
        RuleFor(body => body.From == null ? null : body.From.ProcessingCode).MustBeCode().OverridePropertyName("from.processing_code");
        RuleFor(body => body.To).Must(side => side is { AccountId: > 0 }).WithMessage("must have an account_id from 1")
            .Must((body, side) => side?.AccountId is not { } id || id != body.From?.AccountId)
            .WithMessage("must be another account than from").OverridePropertyName("to");
        RuleFor(body => body.To == null ? null : body.To.ProcessingCode).MustBeCode().OverridePropertyName("to.processing_code");
        RuleFor(body => body.Amount).NotNull().WithMessage("is required").MustBeAmount()
            .MustFit(body => body.Currency).OverridePropertyName("amount");
        RuleFor(body => body.Currency).MustBeCurrency().OverridePropertyName("currency");
        RuleFor(body => body.Descriptor).MustBeDescriptor().OverridePropertyName("descriptor");
        RuleFor(body => body.Metadata).MustBeMetadata().OverridePropertyName("metadata");
        RuleFor(body => body.PreAuthorization).Must(asked => asked is not true)
            .WithMessage("must be false: transfers that wait for a confirmation are not emulated").OverridePropertyName("pre_authorization");
    }
}
