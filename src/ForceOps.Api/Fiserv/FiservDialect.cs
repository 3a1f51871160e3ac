using ForceOps.Api.Hosting;

namespace ForceOps.Api.Fiserv;

/// <summary>The Commerce Hub routes: which paths they own, and how a request that reaches none of them is answered.</summary>
internal sealed class FiservDialect : IDialect
{
    internal const string Document = "fiserv";

    /// <summary>Below <c>/payments/v1</c>, the rest of which is another dialect's.</summary>
    internal static readonly string[] Routes = ["/forcedpost", "/charges", "/cancels", "/refunds", "/transaction-inquiry"];

    internal const string Root = "/payments/v1";

    public string Name => Document;

    public bool Owns(PathString path) => Routes.Any(route => path.StartsWithSegments(Root + route));

    public IResult Refuse(HttpContext http, Refusal refusal) => FiservErrors.Of(refusal);
}
