using System.ComponentModel.DataAnnotations;
using FluentValidation;
using ForceOps.Api.Http;
using ForceOps.Postgres.Writing;

namespace ForceOps.Api.Pismo.PaymentMethods;

/// <summary>Handles <c>POST /payment-methods/v2/payments</c> (Pismo, post-payments-1).</summary>
internal static class PaymentEndpoint
{
    internal static async Task<IResult> PostAsync(
        HttpContext http, PismoGate gate, IValidator<PaymentRequest> validator, LedgerWriter writer, PaymentAnswers answers)
    {
        var (call, body, error) = await gate.AdmitAsync(http, validator);
        if (body is null)
            return error!;
        if (call.ReachError(body.AccountId) is { } unreached)
            return unreached;
        var payment = ToOperation(body, call);
        Operation operation = body.PreAuthorization == true ? new PreAuthorization(payment) : payment;
        return answers.Of(http, await writer.PostAsync(call.Org, operation),
            () => PaymentResponse.OfUnknownAccount(operation, body.AccountId!.Value, Amount.Create(body.Amount!.Value)) with
            {
                ProcessingCode = body.ProcessingCode, Currency = CurrencyOf(body)?.Code,
                PreAuthorization = body.PreAuthorization == true ? true : null,
            });
    }

    private static Payment ToOperation(PaymentRequest body, PismoCall call) => new()
    {
        TrackingId = TrackingId.Parse(body.TrackingId!),
        AccountId = body.AccountId!.Value,
        Amount = Amount.Create(body.Amount!.Value),
        ProcessingCode = ProcessingCode.Parse(body.ProcessingCode!),
        Currency = CurrencyOf(body),
        Descriptor = Descriptor.Clean(body.Descriptor),
        Metadata = body.Metadata?.Json,
        InTimeline = call.InTimeline,
        Delay = call.Delay,
        CorrelationId = call.Cid,
    };

    private static Currency? CurrencyOf(PaymentRequest body) => body.Currency is { } currency ? Currency.Parse(currency) : null;
}

/// <summary>Holds the body of <c>POST /payment-methods/v2/payments</c> (Pismo, post-payments-1).</summary>
internal sealed class PaymentRequest
{
    /// <summary>The client's id for this payment, 36 to 50 characters.</summary>
    [Required]
    [StringLength(50, MinimumLength = 36)]
    public string? TrackingId { get; set; }

    /// <summary>The id of the account that pays or is paid.</summary>
    [Required]
    [Range(typeof(long), "1", "9223372036854775807")]
    public long? AccountId { get; set; }

    /// <summary>The amount in major units, greater than 0.</summary>
    [Required]
    [Range(typeof(decimal), "0", "999999999999999.999", MinimumIsExclusive = true)]
    public decimal? Amount { get; set; }

    /// <summary>The currency of ISO 4217 as letters or digits; the account's currency when absent.</summary>
    [StringLength(3, MinimumLength = 3)]
    public string? Currency { get; set; }

    /// <summary>The processing code: with the balance impact 1 it is a cash-in, with -1 a cash-out.</summary>
    [Required]
    [RegularExpression("^[0-9A-Za-z]{3,6}$")]
    public string? ProcessingCode { get; set; }

    /// <summary>At most 500 characters; every character except letters, digits and spaces is removed.</summary>
    [StringLength(500)]
    public string? Descriptor { get; set; }

    /// <summary>Any JSON object of at most 8 KiB; it comes back as it was sent.</summary>
    public RawObject? Metadata { get; set; }

    /// <summary>True for a cash-out whose amount is held until it is confirmed or canceled; a cash-in is denied.</summary>
    public bool? PreAuthorization { get; set; }
}

/// <summary>Checks the form of a payment request, in the order of the contract.</summary>
internal sealed class PaymentValidator : AbstractValidator<PaymentRequest>
{
    public PaymentValidator()
    {
        RuleFor(body => body.TrackingId).NotNull().WithMessage("is required").MustBeTrackingId(min: 36, max: 50).MustNotBeOfCardDialect()
            .OverridePropertyName("tracking_id");
        RuleFor(body => body.AccountId).Must(id => id > 0).WithMessage("must be an integer from 1").OverridePropertyName("account_id");
        RuleFor(body => body.Amount).NotNull().WithMessage("is required").MustBeAmount()
            .MustFit(body => body.Currency).OverridePropertyName("amount");
        RuleFor(body => body.Currency).MustBeCurrency().OverridePropertyName("currency");
        RuleFor(body => body.ProcessingCode).NotNull().WithMessage("is required").MustBeCode().OverridePropertyName("processing_code");
        RuleFor(body => body.Descriptor).MustBeDescriptor().OverridePropertyName("descriptor");
        RuleFor(body => body.Metadata).MustBeMetadata().OverridePropertyName("metadata");
    }
}
