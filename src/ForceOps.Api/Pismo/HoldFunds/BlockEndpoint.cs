using FluentValidation;

namespace ForceOps.Api.Pismo.HoldFunds;

/// <summary>Handles <c>POST /payments/v1/payments/hold-funds/block</c> (Pismo, post-payments-v1-hold-funds-block).</summary>
internal static class BlockEndpoint
{
    internal static Task<IResult> PostAsync(HttpContext http, IValidator<BlockRequest> validator, HeldFundsRoutes routes) =>
        routes.PostAsync(http, validator, StatusCodes.Status201Created, (body, call) => new ForceOps.HoldFunds
        {
            TrackingId = TrackingId.Parse(body.TrackingId!),
            CorrelationId = call.Cid,
            AccountId = body.AccountId!.Value,
            Amount = body.Sum,
            ProcessingCode = body.Code,
            SkipsBalance = body.SkipBalanceValidation ?? false,
            SkipsStatus = body.SkipStatusValidation ?? false,
        });
}

/// <summary>Holds the body of <c>POST /payments/v1/payments/hold-funds/block</c>.</summary>
internal sealed class BlockRequest : HoldFundsRequest
{
    /// <summary>True when more may be held than is available; false when absent.</summary>
    public bool? SkipBalanceValidation { get; set; }

    /// <summary>True when the status of the account makes no difference; false when absent.</summary>
    public bool? SkipStatusValidation { get; set; }
}

/// <summary>Checks the form of a block request.</summary>
internal sealed class BlockValidator : HoldFundsValidator<BlockRequest>;
