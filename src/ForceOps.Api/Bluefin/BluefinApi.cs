using System.Globalization;
using System.Text.Json;
using ForceOps.Api.Access;
using ForceOps.Api.Http;
using ForceOps.Api.Settings;
using Microsoft.Extensions.Primitives;

namespace ForceOps.Api.Bluefin;

/// <summary>Registers the services of the PayConex routes and maps the routes.</summary>
internal static class BluefinApi
{
    internal static readonly ServedDocument Served = new(BluefinDialect.Document, "Bluefin PayConex", typeof(BluefinApi), IsCamelCased: true);

    internal static void AddBluefin(this IServiceCollection services)
    {
        services.AddSection<BluefinOptions>("ForceOps:Bluefin");
        services.AddSingleton<IDialect, BluefinDialect>();
        services.AddSingleton<BluefinGate>();
        services.AddSingleton<BluefinAuthentication>();
        services.AddSingleton<Nonces>();
        services.AddSingleton<Payments>();
    }

    internal static void MapBluefin(this IEndpointRouteBuilder routes)
    {
        var payments = routes.MapGroup("/api/v4/accounts/{accountId}/payments").WithGroupName(BluefinDialect.Document).WithTags("Payments");
        payments.CheckMediaTypesInside();
        payments.AnswerHead();
        Describe(payments.MapPost("/force", ForceEndpoint.PostAsync), "Force", "Captures a sale with an approval code that was got elsewhere.", 413, 415)
            .WithMetadata(BluefinExamples.Force).Accepts<ForceRequest>("application/json").Produces<PaymentResponse>(200);
        Describe(payments.MapPost("/init", InitEndpoint.PostAsync), "Initialize", "A transaction id to use once.", 413, 415)
            .WithMetadata(BluefinExamples.Init).Accepts<InitRequest>("application/json").Produces<PaymentResponse>(201);
        Describe(payments.MapPost("/{transactionId}/refund", RefundEndpoint.PostAsync), "Refund", "Voids before settlement, refunds afterwards.", 413, 415)
            .WithMetadata(BluefinExamples.Refund).Accepts<RefundRequest>("application/json").Produces<PaymentResponse>(200);
        Describe(payments.MapGet("/{transactionId}", PaymentEndpoint.GetAsync), "Transaction", "A transaction as it stands now.")
            .Produces<PaymentResponse>(200);
        MapNotEmulated(payments);
    }

    /// <summary>
    /// Maps the routes that clients of PayConex call besides the emulated ones. They are in no document: they only say that they
    /// are not emulated, to a caller whom the gate lets in.
    /// </summary>
    private static void MapNotEmulated(RouteGroupBuilder payments)
    {
        string[] operations = ["sale", "auth", "credit", "store", "device-sale", "device-auth", "device-force", "device-credit", "device-store"];
        foreach (var operation in operations)
            payments.MapPost($"/{operation}", NotEmulatedAsync).ExcludeFromDescription();
        payments.MapPost("/{transactionId}/capture", NotEmulatedAsync).ExcludeFromDescription();
        payments.MapPatch("/{transactionId}", NotEmulatedAsync).ExcludeFromDescription();
    }

    private static async Task<IResult> NotEmulatedAsync(HttpContext http, string accountId, BluefinGate gate)
    {
        var (_, error) = await gate.AdmitAsync(http, accountId, BluefinScopes.Others);
        return error ?? BluefinErrors.NotEmulated();
    }

    private static RouteHandlerBuilder Describe(RouteHandlerBuilder route, string summary, string description, params ReadOnlySpan<int> more)
    {
        route.WithSummary(summary).WithDescription(description).WithMetadata(BluefinExamples.Headers);
        foreach (var status in (ReadOnlySpan<int>)[400, 401, 403, 404, 405, 422, 429, 500, 503, .. more])
            route.Produces<ViolationResponse>(status);
        return route;
    }
}

/// <summary>
/// Describes the PayConex v4 API: its paths, its answers to requests that reach no route, and the data that a request names
/// before any gate.
/// </summary>
internal sealed class BluefinDialect : IEmulatedApi
{
    internal const string Document = "bluefin";

    public string Name => Document;

    public StringValues Challenge => BluefinErrors.Challenge;

    public bool Owns(PathString path) => path.StartsWithSegments("/api/v4");

    public IResult Refuse(HttpContext http, Refusal refusal) => BluefinErrors.Of(refusal);

    public IResult RefuseWith(int status) => BluefinErrors.OfStatus(status);

    public IResult RefuseHeader(string header, string message) => BluefinErrors.Header(header, message);

    public IResult RefuseKey(Refusal refusal, string message) => BluefinErrors.Key(refusal, SandboxKey.Header, message);

    public ValueTask<OrgId?> OrgOfAsync(HttpContext http)
    {
        if (http.Request.Headers.TryGetSent("x-tenant", out var tenant))
            return new(OrgId.TryParse(tenant.ToString(), out var org) ? org : null);
        return new(http.RequestServices.GetRequiredService<BluefinAuthentication>().OrgNamedBy(http));
    }

    public RequestSubject FactsOf(HttpRequest request, JsonElement body) => RequestSubject.Of(
        [long.TryParse(request.RouteValues["accountId"] as string, NumberStyles.None, CultureInfo.InvariantCulture, out var account) ? account : null],
        [request.RouteValues["transactionId"] as string, BodyMember.Text(body, "transactionId")],
        BodyMember.Sum(body, "amounts", "total"));
}
