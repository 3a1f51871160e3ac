using ForceOps.Api.Hosting;
using ForceOps.Postgres;

namespace ForceOps.Api.Sandbox;

/// <summary><c>/sandbox/processing-codes</c>: what codes mean in this org.</summary>
internal static class ProcessingCodeRoutes
{
    internal static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/processing-codes", ListAsync).Produces<ListView<ProcessingCodeView>>().WithMetadata(RequestQueries.Paged);
        routes.MapGet("/processing-codes/{code}", GetAsync).Produces<ProcessingCodeView>().ProducesProblem(404);
        routes.MapPut("/processing-codes/{code}", PutAsync).Accepts<ProcessingCodeView>("application/json").Produces<ProcessingCodeView>()
            .WithMetadata(new RequestExamples(("A credit with a fee", """{"balance_impact":1,"description":"Cashback","reversal_code":"090908","fee":{"fixed":0.50,"percent":1}}""")));
        routes.MapDelete("/processing-codes/{code}", DeleteAsync).Produces(204).ProducesProblem(404);
    }

    private static async Task<IResult> ListAsync(HttpContext http, SandboxGate gate, ProcessingCodes codes)
    {
        var (org, error) = await gate.OrgAsync(http);
        if (error is not null)
            return error;
        if (!Page.TryRead(http, out var page) || (page.After is { } after && !ProcessingCode.TryParse(after, out _)))
            return Page.Invalid();
        var rows = await codes.ListAsync(org, page.After ?? "", page.Limit);
        return SandboxJson.Ok(ListView<ProcessingCodeView>.Of([.. rows.Select(ProcessingCodeView.Of)], page.Limit, code => code.Code!));
    }

    private static async Task<IResult> GetAsync(HttpContext http, string code, SandboxGate gate, ProcessingCodes codes)
    {
        var (org, error) = await gate.OrgAsync(http);
        if (error is not null)
            return error;
        return ProcessingCode.TryParse(code, out var parsed) && await codes.FindAsync(org, parsed) is { } row
            ? SandboxJson.Ok(ProcessingCodeView.Of(row))
            : SandboxProblem.NotFound("processing code");
    }

    private static async Task<IResult> PutAsync(HttpContext http, string code, SandboxGate gate, ProcessingCodes codes)
    {
        var (org, orgError) = await gate.OrgAsync(http);
        if (orgError is not null)
            return orgError;
        var (body, bodyError) = await gate.BodyAsync(http, SandboxJson.Default.ProcessingCodeView);
        if (body is null)
            return bodyError!;
        var (rule, error) = body.Read(code);
        if (rule is null)
            return error!;
        await codes.SetAsync(org, rule);
        return SandboxJson.Ok(body with { Code = code });
    }

    private static async Task<IResult> DeleteAsync(HttpContext http, string code, SandboxGate gate, ProcessingCodes codes)
    {
        var (org, error) = await gate.OrgAsync(http);
        if (error is not null)
            return error;
        return ProcessingCode.TryParse(code, out var parsed) && await codes.DeleteAsync(org, parsed)
            ? TypedResults.NoContent()
            : SandboxProblem.NotFound("processing code");
    }
}
