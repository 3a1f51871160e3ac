using ForceOps.Api.Hosting;

namespace ForceOps.Api.Bluefin;

/// <summary>The PayConex v4 routes: which paths they own, and how a request that reaches none of them is answered.</summary>
internal sealed class BluefinDialect : IDialect
{
    internal const string Document = "bluefin";

    public string Name => Document;

    public bool Owns(PathString path) => path.StartsWithSegments("/api/v4");

    public IResult Refuse(HttpContext http, Refusal refusal) => BluefinErrors.Of(refusal);
}
