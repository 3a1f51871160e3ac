using FluentValidation;

namespace ForceOps.Api.Pismo.HoldFunds;

/// <summary>
/// Handles <c>POST /payments/v1/payments/hold-funds/transfer/cancel</c> (Pismo, post-payments-v1-hold-funds-transfer-cancel).
/// </summary>
internal static class CancelTransferHeldEndpoint
{
    internal static Task<IResult> PostAsync(HttpContext http, IValidator<CancelTransferHeldRequest> validator, HeldFundsRoutes routes) =>
        routes.PostAsync(http, validator, StatusCodes.Status200OK, (body, call) => new CancelHoldTransfer
        {
            TrackingId = TrackingId.Parse(body.TrackingId!),
            CorrelationId = call.Cid,
            AccountId = body.AccountId!.Value,
            AuthorizationId = body.AuthorizationId,
            OriginalTrackingId = body.Original,
            Amount = body.Sum,
            ProcessingCode = body.Code,
        },
        // The answer names the authorization of the account whose money was held, which is the receiving side now.
        accepted => accepted.Counterpart ?? accepted.Authorization);
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
