using FluentValidation;
using ForceOps.Api.Http;
using ForceOps.Postgres.Writing;

namespace ForceOps.Api.Pismo.HoldFunds;

/// <summary>
/// Handles <c>POST /payments/v1/payments/hold-funds/transfer/cancel</c> (Pismo, post-payments-v1-hold-funds-transfer-cancel).
/// </summary>
internal static class CancelTransferHeldEndpoint
{
    internal static async Task<IResult> PostAsync(
        HttpContext http, PismoGate gate, IValidator<CancelTransferHeldRequest> validator, LedgerWriter writer, PismoResponses answers)
    {
        var (call, body, error) = await gate.AdmitAsync(http, validator);
        if (body is null)
            return error!;
        if (body.ReachError(call) is { } unreached)
            return unreached;
        var operation = new CancelHoldTransfer
        {
            TrackingId = TrackingId.Parse(body.TrackingId!),
            CorrelationId = call.Cid,
            AccountId = body.AccountId!.Value,
            AuthorizationId = body.AuthorizationId,
            OriginalTrackingId = body.Original,
            Amount = body.Sum,
            ProcessingCode = body.Code,
        };
        // The answer names the authorization of the account whose money was held, which is the receiving side now.
        return answers.Of(http, await writer.PostAsync(call.Org, body.Complete(operation, call)), accepted => JsonResponse.Of(
            answers.Posted(accepted with { Authorization = accepted.Counterpart ?? accepted.Authorization }),
            PismoJson.Default.PostedResponse));
    }
}

/// <summary>Holds the body of <c>POST /payments/v1/payments/hold-funds/transfer/cancel</c>; it names the transfer.</summary>
internal sealed class CancelTransferHeldRequest : EarlierHoldRequest;

/// <summary>Checks the form of a request to cancel a transfer of held money.</summary>
internal sealed class CancelTransferHeldValidator : EarlierHoldValidator<CancelTransferHeldRequest>
{
    public CancelTransferHeldValidator() =>
        RuleFor(body => body.OriginalTrackingId).Must((body, text) => text is not null || body.AuthorizationId is not null)
            .WithMessage("or authorization_id is required").OverridePropertyName("original_tracking_id");
}
