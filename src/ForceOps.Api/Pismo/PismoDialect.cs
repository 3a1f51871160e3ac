using System.Text.Json;
using ForceOps.Api.Hosting;
using ForceOps.Api.Pismo.Tokens;

namespace ForceOps.Api.Pismo;

/// <summary>The Pismo routes: what they need, where they are, and how a request that reaches none of them is answered.</summary>
internal sealed class PismoDialect : IEmulatedApi
{
    internal const string Document = "pismo";

    public string Name => Document;

    public bool Owns(PathString path) =>
        path.StartsWithSegments("/payments") || path.StartsWithSegments("/passport") || path.StartsWithSegments("/orgs-operation");

    public IResult Refuse(HttpContext http, Refusal refusal) => PismoErrors.Of(refusal);

    public IResult RefuseHeader(string header, string message) => PismoErrors.Field(header, message);

    public IResult RefuseKey(Refusal refusal, string message) =>
        refusal == Refusal.Forbidden ? new PismoError(403, "FORBIDDEN", message) : new PismoError(401, "UNAUTHORIZED", message);

    /// <summary>As the gate reads it; a token is checked once a request, whoever asks first.</summary>
    public async ValueTask<OrgId?> OrgOfAsync(HttpContext http)
    {
        if (http.Request.Headers.TryGetValue("x-tenant", out var tenant))
            return OrgId.TryParse(tenant.ToString(), out var org) ? org : null;
        var (caller, refusal) = await http.RequestServices.GetRequiredService<TokenGate>().ReadAsync(http);
        return refusal is null ? caller?.Org ?? OrgId.Default : null;
    }

    public RequestFacts FactsOf(HttpRequest request, JsonElement body) => RequestFacts.Of(
        [
            BodyMember.Id(body, "account_id"),
            BodyMember.Id(body, "from", "0", "account", "id"), BodyMember.Id(body, "from", "0", "merchant", "id"),
            BodyMember.Id(body, "to", "0", "account", "id"), BodyMember.Id(body, "to", "0", "merchant", "id"),
        ],
        [BodyMember.Text(body, "tracking_id"), BodyMember.Text(body, "original_tracking_id")],
        BodyMember.Sum(body, "amount") ?? BodyMember.Sum(body, "from", "0", "amount") ?? BodyMember.Sum(body, "to", "0", "amount"));
}
