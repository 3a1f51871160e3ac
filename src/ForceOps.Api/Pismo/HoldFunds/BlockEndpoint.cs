using FluentValidation;
using ForceOps.Api.Http;
using ForceOps.Postgres.Writing;

namespace ForceOps.Api.Pismo.HoldFunds;

/// <summary>Handles <c>POST /payments/v1/payments/hold-funds/block</c> (Pismo, post-payments-v1-hold-funds-block).</summary>
internal static class BlockEndpoint
{
    internal static async Task<IResult> PostAsync(
        HttpContext http, PismoGate gate, IValidator<BlockRequest> validator, LedgerWriter writer, PismoResponses answers)
    {
        var (call, body, error) = await gate.AdmitAsync(http, validator);
        if (body is null)
            return error!;
        if (body.ReachError(call) is { } unreached)
            return unreached;
        var operation = new ForceOps.HoldFunds
        {
            TrackingId = TrackingId.Parse(body.TrackingId!),
            CorrelationId = call.Cid,
            AccountId = body.AccountId!.Value,
            Amount = body.Sum,
            ProcessingCode = body.Code,
            SkipsBalance = body.SkipBalanceValidation ?? false,
            SkipsStatus = body.SkipStatusValidation ?? false,
        };
        return answers.Of(http, await writer.PostAsync(call.Org, body.Complete(operation, call)), accepted => JsonResponse.Of(
            answers.Posted(accepted), PismoJson.Default.PostedResponse, statusCode: StatusCodes.Status201Created));
    }
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
