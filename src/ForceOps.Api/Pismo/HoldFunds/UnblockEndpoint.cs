using FluentValidation;
using ForceOps.Api.Http;
using ForceOps.Postgres.Writing;

namespace ForceOps.Api.Pismo.HoldFunds;

/// <summary>Handles <c>POST /payments/v1/payments/hold-funds/unblock</c> (Pismo, post-payments-v1-hold-funds-unblock).</summary>
internal static class UnblockEndpoint
{
    internal static async Task<IResult> PostAsync(
        HttpContext http, PismoGate gate, IValidator<UnblockRequest> validator, LedgerWriter writer, PismoResponses answers)
    {
        var (call, body, error) = await gate.AdmitAsync(http, validator);
        if (body is null)
            return error!;
        if (body.ReachError(call) is { } unreached)
            return unreached;
        var operation = new ReleaseHold
        {
            TrackingId = TrackingId.Parse(body.TrackingId!),
            CorrelationId = call.Cid,
            AccountId = body.AccountId!.Value,
            AuthorizationId = body.AuthorizationId,
            OriginalTrackingId = body.Original,
            Amount = body.Sum,
            ProcessingCode = body.Code,
            SkipsStatus = body.SkipStatusValidation ?? false,
        };
        return answers.Of(http, await writer.PostAsync(call.Org, body.Complete(operation, call)), accepted => JsonResponse.Of(
            answers.Posted(accepted), PismoJson.Default.PostedResponse));
    }
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
