using System.Text.Json;
using ForceOps.Api.Http;
using ForceOps.Api.Settings;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Primitives;

namespace ForceOps.Api.Pismo;

/// <summary>Registers the services of the Pismo routes and maps the routes.</summary>
internal static class PismoApi
{
    internal static readonly ServedDocument Served = new(PismoDialect.Document, "Pismo payments", typeof(PismoApi));

    internal static void AddPismo(this IServiceCollection services)
    {
        services.AddSection<PismoOptions>("ForceOps:Pismo");
        services.AddSection<TokensOptions>("ForceOps:Tokens").Validate<IOptions<ForceOpsOptions>>(
            (tokens, options) => options.Value.Mode != ForceOpsMode.Strict || tokens.SigningKey is not (null or TokensOptions.DemoSigningKey),
            "ForceOps:Tokens:SigningKey: strict mode needs a signing key of its own, not the published demo key");
        services.AddSingleton<IDialect, PismoDialect>();
        TokenGate.Add(services);
        services.AddSingleton<PismoGate>();
        services.AddSingleton<PismoResponses>();
    }

    internal static void MapPismo(this IEndpointRouteBuilder routes)
    {
        MapOthers(routes);
        var payments = routes.MapGroup("/payments").WithGroupName(PismoDialect.Document);
        payments.CheckMediaTypesInside();
        Describe(payments.MapPost("/v1/payments", TransferEndpoint.PostAsync), "Transfer funds", "Moves money between two parties, with all checks.")
            .WithMetadata(PismoExamples.Transfer)
            .Accepts<TransferRequest>("application/json")
            .Produces<TransferResponse>(201)
            .Produces<DelayedResponse>(202)
            .Produces<DuplicateResponse>(409);
        Describe(payments.MapPost("/v2/cancel", CancelTransferEndpoint.PostAsync), "Cancel transfer", "Takes a transfer back, in full or in part.")
            .WithMetadata(PismoExamples.CancelTransfer)
            .Accepts<CancelTransferRequest>("application/json")
            .Produces<CancelTransferResponse>(200)
            .Produces<DelayedResponse>(202)
            .Produces<PismoErrorResponse>(404)
            .Produces<CanceledTransferResponse>(409);
        Describe(payments.MapPost("/v1/payments/force", ForceEndpoint.PostAsync), "Force operation", "Posts a credit or a debit whatever the account's status, balance and limits.")
            .WithMetadata(PismoExamples.Force)
            .Accepts<ForceRequest>("application/json")
            .Produces<PostedResponse>(201)
            .Produces<DelayedResponse>(202)
            .Produces<DuplicateResponse>(409);
        Describe(payments.MapPost("/v1/payments/force/cancel", CancelForceEndpoint.PostAsync), "Cancel forced operation", "Takes a forced operation back, in full or in part.")
            .WithMetadata(PismoExamples.CancelForce)
            .Accepts<CancelForceRequest>("application/json")
            .Produces<PostedResponse>(200)
            .Produces<DelayedResponse>(202)
            .Produces<PismoErrorResponse>(404)
            .Produces<CanceledResponse>(409);
    }

    private static void MapOthers(IEndpointRouteBuilder routes)
    {
        var others = routes.MapGroup("").WithGroupName(PismoDialect.Document);
        others.CheckMediaTypesInside();
        Describe(others.MapPost("/orgs-operation/v1/processing-codes", ProcessingCodeEndpoint.PostAsync), "Create processing code", "A new processing code for the org.", "Orgs")
            .WithMetadata(PismoExamples.ProcessingCode)
            .Accepts<ProcessingCodeRequest>("application/json")
            .Produces<ProcessingCodeRequest>(201);
        Describe(others.MapPost("/passport/v2/s2s/access-token", ServerTokenEndpoint.PostAsync), "Server token", "A token for a server key, or for one account.", "Tokens")
            .WithMetadata(PismoExamples.ServerToken)
            .Accepts<ServerTokenRequest>("application/json")
            .Produces<ServerTokenResponse>(200);
        Describe(others.MapPost("/passport/v2/oauth/token", OAuthTokenEndpoint.PostAsync), "OAuth token", "OAuth 2 client credentials.", "Tokens")
            .Accepts<IFormCollection>("application/x-www-form-urlencoded")
            .DisableAntiforgery()
            .Produces<OAuthTokenResponse>(200);
    }

    private static RouteHandlerBuilder Describe(RouteHandlerBuilder route, string summary, string description, string tag = "Payments")
    {
        route.WithSummary(summary).WithDescription(description).WithTags(tag).WithMetadata(PismoHeaders.All);
        foreach (var status in (ReadOnlySpan<int>)[400, 401, 403, 405, 413, 415, 429, 500, 503])
            route.Produces<PismoErrorResponse>(status);
        return route;
    }
}

internal static class PismoHeaders
{
    internal static readonly RequestHeaders All = new(
        ("x-tenant", "The org, TN- and a UUID; the default org when absent in open mode."),
        ("x-cid", "Correlation id, at most 64 visible characters; made when absent, echoed on the answer."),
        ("x-account-id", "Must be the body's account when sent."),
        ("x-skip-timeline", "true leaves the operation out of the account's timeline."),
        RequestHeaders.Fault);
}

/// <summary>
/// Describes the Pismo API: its paths, its answers to requests that reach no route, and the data that a request names before any
/// gate.
/// </summary>
internal sealed class PismoDialect : IEmulatedApi
{
    internal const string Document = "pismo";

    public string Name => Document;

    public StringValues Challenge => PismoErrors.Challenge;

    public bool Owns(PathString path) =>
        path.StartsWithSegments("/payments") || path.StartsWithSegments("/passport") || path.StartsWithSegments("/orgs-operation");

    public IResult Refuse(HttpContext http, Refusal refusal) => PismoErrors.Of(refusal);

    public IResult RefuseWith(int status) => PismoErrors.OfStatus(status);

    public IResult RefuseHeader(string header, string message) => PismoErrors.Field(header, message);

    public IResult RefuseKey(Refusal refusal, string message) =>
        refusal == Refusal.Forbidden ? new PismoError(403, "FORBIDDEN", message) : new PismoError(401, "UNAUTHORIZED", message);

    /// <summary>
    /// Reads the org in the same way as the gate: from x-tenant, else from the token, else the default org; null when x-tenant or
    /// the token is invalid.
    /// </summary>
    public async ValueTask<OrgId?> OrgOfAsync(HttpContext http)
    {
        if (http.Request.Headers.TryGetSent("x-tenant", out var tenant))
            return OrgId.TryParse(tenant.ToString(), out var org) ? org : null;
        var (caller, refusal) = await http.RequestServices.GetRequiredService<TokenGate>().ReadAsync(http);
        return refusal is null ? caller?.Org ?? OrgId.Default : null;
    }

    public RequestSubject FactsOf(HttpRequest request, JsonElement body) => RequestSubject.Of(
        [
            BodyMember.Id(body, "account_id"),
            BodyMember.Id(body, "from", "0", "account", "id"), BodyMember.Id(body, "from", "0", "merchant", "id"),
            BodyMember.Id(body, "to", "0", "account", "id"), BodyMember.Id(body, "to", "0", "merchant", "id"),
        ],
        [BodyMember.Text(body, "tracking_id"), BodyMember.Text(body, "original_tracking_id")],
        BodyMember.Sum(body, "amount") ?? BodyMember.Sum(body, "from", "0", "amount") ?? BodyMember.Sum(body, "to", "0", "amount"));
}
