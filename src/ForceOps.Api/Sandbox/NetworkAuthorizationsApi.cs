using System.ComponentModel.DataAnnotations;
using ForceOps.Api.Access;
using ForceOps.Api.Http;
using ForceOps.Postgres.Orgs;
using ForceOps.Postgres.Schema;
using Microsoft.OpenApi;

namespace ForceOps.Api.Sandbox;

/// <summary>
/// Serves <c>/sandbox/network-authorizations</c>, which makes what a card network would have authorized before a force: the id for the
/// NETWORK branch of <c>original_authorization</c>, and the event.
/// </summary>
internal static class NetworkAuthorizationsApi
{
    private const string Networks = "must be visa or mastercard";

    private const string Example = """{"id":10240,"account_id":1234,"amount":40.25,"currency":"USD","network":"visa","event_date":"2024-05-01T12:00:00Z"}""";

    internal static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPost("/network-authorizations", PostAsync).Describe("makeNetworkAuthorization", "Make a network authorization",
            "Makes an authorization of a card network, with an id that a force can name. Nothing moves; the event network-authorization is sent.")
            .TakesBody<NetworkAuthorizationRequest>(
                ("Of an account", """{"account_id":1234,"amount":40.25,"currency":"USD","network":"visa"}"""),
                ("Of nobody in particular", """{"amount":10,"currency":"BRL","network":"mastercard"}"""))
            .Answers(201, typeof(NetworkAuthorizationView), "The network authorization.", Example);
        routes.MapGet("/network-authorizations", ListAsync).Describe(
            "listNetworkAuthorizations", "List network authorizations", "Lists the org's network authorizations by id.")
            .WithMetadata(RequestQueries.Paged)
            .Answers(200, typeof(ListView<NetworkAuthorizationView>), "A page of network authorizations.",
                $$"""{"items":[{{Example}}],"next":null}""");
        routes.MapGet("/network-authorizations/{id:long}", GetAsync).Describe(
            "getNetworkAuthorization", "Get a network authorization", "Shows a network authorization.")
            .WithMetadata(new RequestPaths(new RequestParameter(
                "id", "The id of the network authorization.") { Type = JsonSchemaType.Integer, Format = "int64", Minimum = 1,
                Example = 10240 }))
            .After(new Predecessor(SandboxDialect.Document, "makeNetworkAuthorization", Takes: new Taken("/id", "id")))
            .Answers(200, typeof(NetworkAuthorizationView), "The network authorization.", Example);
    }

    private static async Task<IResult> PostAsync(HttpContext http, SandboxGate gate, NetworkAuthorizations authorizations)
    {
        var (org, orgError) = await gate.OrgAsync(http);
        if (orgError is not null)
            return orgError;
        var (body, bodyError) = await gate.BodyAsync(http, SandboxJson.Default.NetworkAuthorizationRequest);
        if (body is null)
            return bodyError!;
        if (body.AccountId is < 1)
            return SandboxProblem.Invalid("account_id", "must be an integer from 1");
        if (body.Amount is not { } sum || !Amount.TryCreate(sum, out _))
            return SandboxProblem.Invalid("amount", "must be an amount greater than 0");
        if (!Currency.TryParse(body.Currency, out var currency))
            return SandboxProblem.Invalid("currency", "must be a currency of ISO 4217");
        if (!currency.Fits(sum))
            return SandboxProblem.Invalid("amount", "has more decimals than the currency");
        if (body.Network is not ("visa" or "mastercard"))
            return SandboxProblem.Invalid("network", Networks);
        var row = await authorizations.MakeAsync(org, body.AccountId, sum, currency, body.Network, Correlation.Of(http));
        return SandboxJson.Ok(NetworkAuthorizationView.Of(row), StatusCodes.Status201Created);
    }

    private static async Task<IResult> ListAsync(HttpContext http, SandboxGate gate, NetworkAuthorizations authorizations)
    {
        var (org, error) = await gate.OrgAsync(http);
        if (error is not null)
            return error;
        if (!Page.TryRead(http, out var page) || page.AfterId(fallback: 0) is not { } after)
            return Page.Invalid();
        var rows = await authorizations.ListAsync(org, after, page.Limit);
        return SandboxJson.Ok(ListView<NetworkAuthorizationView>.Of(
            [.. rows.Select(NetworkAuthorizationView.Of)], page.Limit, view => view.Id.ToString()));
    }

    private static async Task<IResult> GetAsync(HttpContext http, long id, SandboxGate gate, NetworkAuthorizations authorizations)
    {
        var (org, error) = await gate.OrgAsync(http);
        if (error is not null)
            return error;
        return await authorizations.FindAsync(org, id) is { } row
            ? SandboxJson.Ok(NetworkAuthorizationView.Of(row))
            : SandboxProblem.NotFound("network authorization");
    }
}

/// <summary>Carries what the network authorized.</summary>
internal sealed class NetworkAuthorizationRequest
{
    /// <summary>The account of the card; it need not exist, and may be left out.</summary>
    [Range(typeof(long), "1", "9223372036854775807")]
    public long? AccountId { get; init; }

    /// <summary>The authorized amount.</summary>
    [Required]
    [Range(typeof(decimal), "0", "999999999999999.999", MinimumIsExclusive = true)]
    public decimal? Amount { get; init; }

    /// <summary>The currency of ISO 4217, letters or number.</summary>
    [Required]
    public string? Currency { get; init; }

    /// <summary>The card network: visa or mastercard.</summary>
    [Required]
    [AllowedValues("visa", "mastercard")]
    public string? Network { get; init; }
}

/// <summary>Shows an authorization of a card network.</summary>
/// <param name="Id">The id, which a force names in <c>original_authorization</c> with the type NETWORK.</param>
/// <param name="AccountId">The account of the card; null when none was named.</param>
/// <param name="Amount">The authorized amount.</param>
/// <param name="Currency">The currency, three letters.</param>
/// <param name="Network">visa or mastercard.</param>
/// <param name="EventDate">The time of the authorization, by the org's clock.</param>
internal sealed record NetworkAuthorizationView(
    long Id, long? AccountId, decimal Amount, string Currency, string Network, DateTime EventDate)
{
    internal static NetworkAuthorizationView Of(NetworkAuthorizationRow row) =>
        new(row.Id, row.AccountId, row.Amount, row.Currency, row.Network, row.EventDate.UtcDateTime);
}
