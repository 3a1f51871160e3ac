using ForceOps.Api.Hosting;
using ForceOps.Postgres;

namespace ForceOps.Api.Pismo;

/// <summary><c>POST /orgs-operation/v1/processing-codes</c>: a new code for the org.</summary>
internal static class ProcessingCodeEndpoint
{
    private static readonly ProcessingCodeValidator Validator = new();

    internal static async Task<IResult> PostAsync(HttpContext http, PismoGate gate, ProcessingCodes codes)
    {
        var (call, body, error) = await gate.AdmitAsync<ProcessingCodeBody>(http, wholeOrg: true);
        if (body is null)
            return error!;
        if (FieldErrors.Of(Validator.Validate(body)) is { } fields)
            return fields;
        var rule = new ProcessingRule(
            ProcessingCode.Parse(body.Id!), (BalanceImpact)body.BalanceImpact!.Value, body.Description,
            body.ReversalCode is { } reversal ? ProcessingCode.Parse(reversal) : null, Fee: null);
        return await codes.AddAsync(call.Org, rule)
            ? JsonAnswer.Of(body, PismoJson.Default.ProcessingCodeBody, statusCode: StatusCodes.Status201Created)
            : PismoErrors.Field("id", "is in use");
    }
}
