using FluentValidation;

namespace ForceOps.Api.Pismo.HoldFunds;

/// <summary>Handles <c>POST /payments/v1/payments/hold-funds/unblock</c> (Pismo, post-payments-v1-hold-funds-unblock).</summary>
internal static class UnblockEndpoint
{
    internal static Task<IResult> PostAsync(HttpContext http, IValidator<UnblockRequest> validator, HeldFundsRoutes routes) =>
        routes.PostAsync(http, validator, StatusCodes.Status200OK, (body, call) => new ReleaseHold
        {
            TrackingId = TrackingId.Parse(body.TrackingId!),
            CorrelationId = call.Cid,
            AccountId = body.AccountId!.Value,
            AuthorizationId = body.AuthorizationId,
            OriginalTrackingId = body.Original,
            Amount = body.Sum,
            ProcessingCode = body.Code,
            SkipsStatus = body.SkipStatusValidation ?? false,
        });
}

/// <summary>
/// Holds the body of <c>POST /payments/v1/payments/hold-funds/unblock</c>. Without a name of a hold, the oldest holds of the account
/// are released first.
/// </summary>
internal sealed class UnblockRequest : EarlierHoldRequest
{
    /// <summary>Without effect: no more can be released than is held.</summary>
    public bool? SkipBalanceValidation { get; set; }

    /// <summary>True when the status of the account makes no difference; false when absent.</summary>
    public bool? SkipStatusValidation { get; set; }
}

/// <summary>Checks the form of an unblock request.</summary>
internal sealed class UnblockValidator : EarlierHoldValidator<UnblockRequest>;
