using System.ComponentModel.DataAnnotations;
using System.Globalization;
using FluentValidation;
using ForceOps.Api.Http;
using ForceOps.Postgres.Writing;
using Microsoft.OpenApi;

namespace ForceOps.Api.Pismo.PaymentMethods;

/// <summary>
/// Handles <c>POST /payment-methods/v2/payments/confirm</c> (Pismo, post-payment-confirm), and the same with the id of the
/// pre-authorization in the path, which is ours.
/// </summary>
internal static class ConfirmPaymentEndpoint
{
    internal const string Parameter = "authorizationId";

    internal static readonly RequestPaths Described = new(new RequestParameter(Parameter, "The authorization id of the pre-authorization.")
    { Type = JsonSchemaType.Integer, Format = "int64", Minimum = 1, Example = 10250 });

    internal static async Task<IResult> PostAsync(
        HttpContext http, PismoGate gate, IValidator<ConfirmPaymentRequest> validator, LedgerWriter writer, PaymentAnswers answers)
    {
        var (call, body, error) = await gate.AdmitAsync(http, validator);
        if (body is null)
            return error!;
        var id = IdOf(http.Request);
        if (id is null && http.Request.RouteValues.ContainsKey(Parameter))
            return PismoErrors.Of(LedgerError.AuthorizationNotFound);
        if (id is null && body.OriginalTrackingId is null)
            return PismoErrors.Field("original_tracking_id", "is required");
        return answers.Of(http, await writer.PostAsync(call.Org, ToOperation(body, id, call)), confinedTo: call.ConfinedTo);
    }

    /// <summary>Returns the id in the request's path; null when the path has none, or none that can exist.</summary>
    internal static long? IdOf(HttpRequest request) => long.TryParse(
        request.RouteValues[Parameter] as string, NumberStyles.None, CultureInfo.InvariantCulture, out var id) && id > 0 ? id : null;

    private static ConfirmPayment ToOperation(ConfirmPaymentRequest body, long? id, PismoCall call) => new()
    {
        TrackingId = TrackingId.Parse(body.TrackingId!),
        AuthorizationId = id,
        OriginalTrackingId = body.OriginalTrackingId is { } original ? TrackingId.Parse(original) : null,
        Amount = body.Amount is { } amount ? Amount.Create(amount) : null,
        ConfinedTo = call.ConfinedTo,
        Descriptor = Descriptor.Clean(body.Descriptor),
        Metadata = body.Metadata?.Json,
        InTimeline = call.InTimeline,
        Delay = call.Delay,
        CorrelationId = call.Cid,
    };
}

/// <summary>Holds the body of <c>POST /payment-methods/v2/payments/confirm</c> (Pismo, post-payment-confirm).</summary>
internal sealed class ConfirmPaymentRequest
{
    /// <summary>The client's id for this confirmation, 36 to 50 characters.</summary>
    [Required]
    [StringLength(50, MinimumLength = 36)]
    public string? TrackingId { get; set; }

    /// <summary>The tracking id of the pre-authorization; required unless the path has its authorization id.</summary>
    [StringLength(50, MinimumLength = 36)]
    public string? OriginalTrackingId { get; set; }

    /// <summary>The amount to post, which may be less or more than what is held; all that is held when absent.</summary>
    [Range(typeof(decimal), "0", "999999999999999.999", MinimumIsExclusive = true)]
    public decimal? Amount { get; set; }

    /// <summary>At most 500 characters; every character except letters, digits and spaces is removed.</summary>
    [StringLength(500)]
    public string? Descriptor { get; set; }

    /// <summary>Any JSON object of at most 8 KiB; it comes back as it was sent.</summary>
    public RawObject? Metadata { get; set; }
}

/// <summary>Checks the form of a confirmation.</summary>
internal sealed class ConfirmPaymentValidator : AbstractValidator<ConfirmPaymentRequest>
{
    public ConfirmPaymentValidator()
    {
        RuleFor(body => body.TrackingId).NotNull().WithMessage("is required").MustBeTrackingId(min: 36, max: 50).MustNotBeOfCardDialect()
            .OverridePropertyName("tracking_id");
        RuleFor(body => body.OriginalTrackingId).MustBeTrackingId(min: 36, max: 50).OverridePropertyName("original_tracking_id");
        RuleFor(body => body.Amount).MustBeAmount().OverridePropertyName("amount");
        RuleFor(body => body.Descriptor).MustBeDescriptor().OverridePropertyName("descriptor");
        RuleFor(body => body.Metadata).MustBeMetadata().OverridePropertyName("metadata");
    }
}
