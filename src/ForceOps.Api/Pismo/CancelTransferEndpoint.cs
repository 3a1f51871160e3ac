using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using FluentValidation;
using ForceOps.Api.Http;
using ForceOps.Postgres.Writing;

namespace ForceOps.Api.Pismo;

/// <summary>Handles <c>POST /payments/v2/cancel</c> (Pismo, post-payments-v2-cancel).</summary>
internal static class CancelTransferEndpoint
{
    internal static async Task<IResult> PostAsync(
        HttpContext http, PismoGate gate, IValidator<CancelTransferRequest> validator, LedgerWriter writer, PismoResponses answers,
        TimeProvider clock)
    {
        var (call, body, error) = await gate.AdmitAsync(http, validator);
        if (body is null)
            return error!;
        var operation = ToOperation(body, call, clock);
        return answers.Of(
            http, await writer.PostAsync(call.Org, operation),
            accepted => JsonResponse.Of(PismoResponses.TransferCanceled(accepted), PismoJson.Default.CancelTransferResponse),
            PismoResponses.TransferCanceledBefore);
    }

    internal static CancelTransfer ToOperation(CancelTransferRequest body, PismoCall call, TimeProvider clock) => new()
    {
        TrackingId = body.TrackingId is { } trackingId ? TrackingId.Parse(trackingId) : TrackingId.Make(clock.GetUtcNow()),
        AuthorizationId = body.AuthorizationId,
        OriginalTrackingId = body.OriginalTrackingId is { } original ? TrackingId.Parse(original) : null,
        Amount = Amount.Create(body.Amount!.Value),
        DebitCode = body.ProcessingCodes?.Debit is { } debit ? ProcessingCode.Parse(debit) : null,
        CreditCode = body.ProcessingCodes?.Credit is { } credit ? ProcessingCode.Parse(credit) : null,
        ConfinedTo = call.ConfinedTo,
        Descriptor = Descriptor.Clean(body.Descriptor),
        Metadata = body.Metadata?.Json,
        InTimeline = call.InTimeline,
        Delay = call.Delay,
        AcquirerAnswer = call.AcquirerAnswer,
        CorrelationId = call.Cid,
    };
}

/// <summary>Holds the body of <c>POST /payments/v2/cancel</c> (Pismo, post-payments-v2-cancel).</summary>
internal sealed class CancelTransferRequest
{
    /// <summary>The authorization id of either side of the transfer; this or original_tracking_id is required, not both.</summary>
    [Range(typeof(long), "1", "9223372036854775807")]
    public long? AuthorizationId { get; set; }

    /// <summary>The tracking id of the transfer.</summary>
    [StringLength(65, MinimumLength = 1)]
    public string? OriginalTrackingId { get; set; }

    /// <summary>The amount to cancel, at most the remaining amount.</summary>
    [Required]
    [Range(typeof(decimal), "0", "999999999999999.999", MinimumIsExclusive = true)]
    public decimal? Amount { get; set; }

    /// <summary>The client's id for this cancellation, 36 to 65 characters; generated when absent.</summary>
    [StringLength(65, MinimumLength = 36)]
    public string? TrackingId { get; set; }

    /// <summary>The processing code for one side of the cancellation; the original's reversal codes apply when absent.</summary>
    public SideCodesRequest? ProcessingCodes { get; set; }

    /// <summary>Any JSON object of at most 8 KiB.</summary>
    public RawObject? Metadata { get; set; }

    /// <summary>At most 500 characters; every character except letters, digits and spaces is removed.</summary>
    [StringLength(500)]
    public string? Descriptor { get; set; }
}

/// <summary>Holds the processing code for one side of a cancellation; exactly one of credit and debit is given.</summary>
internal sealed class SideCodesRequest
{
    /// <summary>The processing code of the credit.</summary>
    [RegularExpression("^[0-9A-Za-z]{3,6}$")]
    public string? Credit { get; init; }

    /// <summary>The processing code of the debit.</summary>
    [RegularExpression("^[0-9A-Za-z]{3,6}$")]
    public string? Debit { get; init; }
}

/// <summary>Checks the form of a transfer cancel request, in the order of the contract's table.</summary>
internal sealed class CancelTransferValidator : AbstractValidator<CancelTransferRequest>
{
    public CancelTransferValidator()
    {
        RuleFor(body => body.AuthorizationId).Must((body, id) => id is null != body.OriginalTrackingId is null)
            .WithMessage("or original_tracking_id is required, not both").Must(id => id is null or > 0)
            .WithMessage("must be an integer from 1").OverridePropertyName("authorization_id");
        // The minimum is 1 because the sample in Pismo's guide, unique-uuid-12345, is shorter than the page's own rule allows.
        RuleFor(body => body.OriginalTrackingId).MustBeTrackingId(min: 1, max: 65).OverridePropertyName("original_tracking_id");
        RuleFor(body => body.Amount).NotNull().WithMessage("is required").MustBeAmount().OverridePropertyName("amount");
        RuleFor(body => body.TrackingId).MustBeTrackingId(min: 36, max: 65).MustNotBeOfCardDialect().OverridePropertyName("tracking_id");
        RuleFor(body => body.ProcessingCodes)
            .Must(codes => codes is null || (
                codes.Credit is null != codes.Debit is null && ProcessingCode.TryParse(codes.Credit ?? codes.Debit, out _)))
            .WithMessage("must hold exactly one of credit and debit, a code of 3 to 6 letters or digits")
                .OverridePropertyName("processing_codes");
        RuleFor(body => body.Metadata).MustBeMetadata().OverridePropertyName("metadata");
        RuleFor(body => body.Descriptor).MustBeDescriptor().OverridePropertyName("descriptor");
    }
}

/// <summary>Answers a posted transfer cancel with 200.</summary>
/// <param name="TrackingId">The tracking id of the cancellation, sent by the client or generated.</param>
/// <param name="AuthorizationIds">The authorization ids of the cancellation's sides.</param>
/// <param name="Metadata">The acquirer's answer; only present when a card gave.</param>
internal sealed record CancelTransferResponse(
    string TrackingId, CancelTransferSides AuthorizationIds,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] AcquirerMetadata? Metadata);
