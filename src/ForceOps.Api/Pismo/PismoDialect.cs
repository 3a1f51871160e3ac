using ForceOps.Api.Hosting;

namespace ForceOps.Api.Pismo;

/// <summary>The Pismo routes: what they need, where they are, and how a request that reaches none of them is answered.</summary>
internal sealed class PismoDialect : IDialect
{
    internal const string Document = "pismo";

    public string Name => Document;

    public bool Owns(PathString path) =>
        path.StartsWithSegments("/payments") || path.StartsWithSegments("/passport") || path.StartsWithSegments("/orgs-operation");

    public IResult Refuse(HttpContext http, Refusal refusal) => PismoErrors.Of(refusal);
}
