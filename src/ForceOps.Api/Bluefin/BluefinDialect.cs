using System.Globalization;
using System.Text.Json;
using ForceOps.Api.Bluefin.Auth;
using ForceOps.Api.Hosting;

namespace ForceOps.Api.Bluefin;

/// <summary>The PayConex v4 routes: which paths they own, and how a request that reaches none of them is answered.</summary>
internal sealed class BluefinDialect : IEmulatedApi
{
    internal const string Document = "bluefin";

    public string Name => Document;

    public bool Owns(PathString path) => path.StartsWithSegments("/api/v4");

    public IResult Refuse(HttpContext http, Refusal refusal) => BluefinErrors.Of(refusal);

    public IResult RefuseHeader(string header, string message) => BluefinErrors.Header(header, message);

    public IResult RefuseKey(Refusal refusal, string message) => BluefinErrors.Key(refusal, SandboxKey.Header, message);

    public ValueTask<OrgId?> OrgOfAsync(HttpContext http)
    {
        if (http.Request.Headers.TryGetValue("x-tenant", out var tenant))
            return new(OrgId.TryParse(tenant.ToString(), out var org) ? org : null);
        return new(http.RequestServices.GetRequiredService<BluefinAuthentication>().OrgNamedBy(http));
    }

    public RequestFacts FactsOf(HttpRequest request, JsonElement body) => RequestFacts.Of(
        [long.TryParse(request.RouteValues["accountId"] as string, NumberStyles.None, CultureInfo.InvariantCulture, out var account) ? account : null],
        [request.RouteValues["transactionId"] as string, BodyMember.Text(body, "transactionId")],
        BodyMember.Sum(body, "amounts", "total"));
}
