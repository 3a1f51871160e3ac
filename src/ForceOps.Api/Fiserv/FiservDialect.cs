using System.Text.Json;
using ForceOps.Api.Hosting;

namespace ForceOps.Api.Fiserv;

/// <summary>The Commerce Hub routes: which paths they own, and how a request that reaches none of them is answered.</summary>
internal sealed class FiservDialect : IEmulatedApi
{
    internal const string Document = "fiserv";

    /// <summary>Below <c>/payments/v1</c>, the rest of which is another dialect's.</summary>
    internal static readonly string[] Routes = ["/forcedpost", "/charges", "/cancels", "/refunds", "/transaction-inquiry"];

    internal const string Root = "/payments/v1";

    public string Name => Document;

    public bool Owns(PathString path) => Routes.Any(route => path.StartsWithSegments(Root + route));

    public IResult Refuse(HttpContext http, Refusal refusal) => FiservErrors.Of(refusal);

    public IResult RefuseHeader(string header, string message) => FiservErrors.InvalidHeader(header, message);

    public IResult RefuseKey(Refusal refusal, string message) => FiservErrors.Key(refusal, message);

    public ValueTask<OrgId?> OrgOfAsync(HttpContext http)
    {
        if (http.Request.Headers.TryGetValue("x-tenant", out var tenant))
            return new(OrgId.TryParse(tenant.ToString(), out var org) ? org : null);
        return new(http.RequestServices.GetRequiredService<FiservSignature>().OrgNamedBy(http));
    }

    public RequestFacts FactsOf(HttpRequest request, JsonElement body) => RequestFacts.Of(
        [BodyMember.Text(body, "merchantDetails", "merchantId") is { Length: > 0 } merchant ? MerchantAccount.Of(merchant) : null],
        [request.Headers[FiservGate.ClientRequestId].FirstOrDefault()],
        BodyMember.Sum(body, "amount", "total"));
}
