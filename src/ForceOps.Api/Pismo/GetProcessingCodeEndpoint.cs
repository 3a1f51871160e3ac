using System.ComponentModel.DataAnnotations;
using ForceOps.Api.Http;
using ForceOps.Postgres.Orgs;

namespace ForceOps.Api.Pismo;

/// <summary>Handles <c>GET /orgs-operation/v1/processing-codes/{processingCode}</c>: shows one processing code of the org.</summary>
internal static class GetProcessingCodeEndpoint
{
    /// <summary>The name of the parameter in the path (Pismo, processingcodeupdate).</summary>
    internal const string Parameter = "processingCode";

    internal static async Task<IResult> GetAsync(HttpContext http, string processingCode, PismoGate gate, ProcessingCodes codes)
    {
        var (call, error) = await gate.AdmitAsync(http, TokenReach.Org);
        if (error is not null)
            return error;
        return ProcessingCode.TryParse(processingCode, out var code) && await codes.FindAsync(call.Org, code) is { } found
            ? JsonResponse.Of(ListedProcessingCode.Of(found), PismoJson.Default.ListedProcessingCode)
            : PismoErrors.NoSuchCode();
    }
}

/// <summary>Shows a processing code (Pismo, processingcodes). The operation type and the description are ForceOps's choice.</summary>
/// <param name="ProcessingCode">The processing code.</param>
/// <param name="Type">REVERSAL for a code that only undoes another one, AUTHORIZATION for a code to post with.</param>
/// <param name="OperationType">NORMAL, or HOLD_FUNDS for a code of operations on held money.</param>
/// <param name="BalanceImpact">The effect on the balance: 1 is a credit, -1 is a debit, 0 is no effect.</param>
/// <param name="Description">The description; null when the code has none.</param>
/// <param name="ReversalProcessingCode">The code of a cancellation; null when a cancellation keeps the code.</param>
/// <param name="PartialReversalProcessingCode">The code of a cancellation in part; the same as that of any cancellation.</param>
internal sealed record ListedProcessingCode(
    string ProcessingCode, [property: AllowedValues("AUTHORIZATION", "REVERSAL")] string Type,
    [property: AllowedValues("NORMAL", "HOLD_FUNDS")] string OperationType, [property: AllowedValues(1, -1, 0)] int BalanceImpact, string? Description,
    string? ReversalProcessingCode, string? PartialReversalProcessingCode)
{
    internal static ListedProcessingCode Of(ListedCode code) => new(
        code.Row.Code, code.IsReversal ? "REVERSAL" : "AUTHORIZATION", code.Row.OperationType, code.Row.Impact, code.Row.Description,
        code.Row.ReversalCode, code.Row.ReversalCode);
}
