using System.Globalization;
using System.Text.Json;
using ForceOps.Api.Access;
using ForceOps.Api.Http;
using ForceOps.Api.Settings;
using Microsoft.Extensions.Primitives;
using Microsoft.OpenApi;

namespace ForceOps.Api.Bluefin;

/// <summary>Registers the services of the PayConex routes and maps the routes.</summary>
internal static class BluefinApi
{
    internal static readonly ServedDocument Served = new(
        BluefinDialect.Document, "Bluefin PayConex", typeof(BluefinApi), IsCamelCased: true)
    {
        Description = "Forced sales and their refunds, in the words of Bluefin's PayConex v4. Sums are texts in US dollars with at most two decimals.",
        Schemes = new Dictionary<string, OpenApiSecurityScheme>(StringComparer.Ordinal)
        {
            ["basic"] = new() { Type = SecuritySchemeType.Http, Scheme = "basic",
                Description = "The key's id and secret. Open mode needs no credentials." },
            ["hmac"] = new()
            {
                Type = SecuritySchemeType.ApiKey,
                In = ParameterLocation.Header,
                Name = "Authorization",
                Description = "The word Hmac, then id, nonce, timestamp and response, each with its value in quotation marks and commas between them.",
            },
        },
        Security = [["basic"], ["hmac"]],
    };

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
        var payments = routes.MapGroup("/api/v4/accounts/{accountId}/payments").WithGroupName(BluefinDialect.Document).WithTags("Payments")
            .WithMetadata(BluefinExamples.Headers, BluefinExamples.Paths);
        payments.CheckMediaTypesInside();
        payments.AnswerHead();
        Fails(payments.MapPost("/force", ForceEndpoint.PostAsync), hasBody: true)
            .Describe("forcePayment", "Force", "Captures a sale with an approval code that was got elsewhere.")
            .Takes<ForceRequest>(BluefinExamples.Force)
            .Answers(200, typeof(PaymentResponse), "The sale is captured, or declined.", BluefinExamples.Forced);
        Fails(payments.MapPost("/init", InitEndpoint.PostAsync), hasBody: true)
            .Describe("initializePayment", "Initialize", "Makes a transaction id to use once.")
            .Takes<InitRequest>(BluefinExamples.Init)
            .Answers(201, typeof(PaymentResponse), "The transaction is initialized.", BluefinExamples.Initialized);
        Fails(payments.MapPost("/{transactionId}/refund", RefundEndpoint.PostAsync), hasBody: true)
            .Describe("refundPayment", "Refund", "Voids a sale before settlement, and refunds it afterwards.")
            .Takes<RefundRequest>(BluefinExamples.Refund).After(BluefinExamples.AfterForce)
            .Answers(200, typeof(PaymentResponse), "The sale is voided or refunded.", BluefinExamples.Refunded);
        Fails(payments.MapGet("/{transactionId}", PaymentEndpoint.GetAsync), hasBody: false)
            .Describe("getPayment", "Get transaction", "Shows a transaction as it stands now.").After(BluefinExamples.AfterForce)
            .Answers(200, typeof(PaymentResponse), "The transaction.", BluefinExamples.Forced);
        MapNotEmulated(payments);
    }

    /// <summary>
    /// Maps the routes that clients of PayConex call besides the emulated ones. They are in no document: they only say that they
    /// are not emulated, to a caller whom the gate lets in.
    /// </summary>
    private static void MapNotEmulated(RouteGroupBuilder payments)
    {
        string[] operations = ["sale", "auth", "credit", "store", "device-sale", "device-auth", "device-force", "device-credit",
            "device-store"];
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

    /// <summary>States the refusals that every route has.</summary>
    private static RouteHandlerBuilder Fails(RouteHandlerBuilder route, bool hasBody)
    {
        if (hasBody)
        {
            route.Answers(413, typeof(ViolationResponse), "The body is too large.", BluefinErrors.Of(Refusal.BodyTooLarge).Example)
                .Answers(415, typeof(ViolationResponse), "The body is not JSON.", BluefinErrors.Of(Refusal.UnsupportedMediaType).Example);
        }
        return route
            .Answers(400, typeof(ViolationResponse), "The request could not be read.", BluefinErrors.Of(Refusal.BadRequest).Example)
            .Answers(401, typeof(ViolationResponse), "The credentials are missing or wrong.",
                BluefinErrors.Of(Refusal.Unauthorized).Example)
            .Answers(403, typeof(ViolationResponse), "The key has no scope for this, or belongs to another org.",
                BluefinErrors.Of(Refusal.Forbidden).Example)
            .Answers(404, typeof(ViolationResponse), "The account has no such transaction, or does not exist.",
                BluefinErrors.NotFound("000000000017").Example)
            .Answers(405, typeof(ViolationResponse), "The route does not take this method.",
                BluefinErrors.Of(Refusal.MethodNotAllowed).Example)
            .Answers(422, typeof(ViolationResponse), "A member is wrong, or the transaction is not in a state for this.",
                BluefinErrors.Field("amounts.total", "is required").Example)
            .Answers(429, typeof(ViolationResponse), "Too many operations are waiting; nothing was posted.",
                BluefinErrors.Of(Refusal.TooManyRequests).Example)
            .Answers(500, typeof(ViolationResponse), "The emulator failed.", BluefinErrors.Of(Refusal.InternalError).Example)
            .Answers(503, typeof(ViolationResponse), "The emulator's database does not answer.",
                BluefinErrors.Of(Refusal.Unavailable).Example);
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

    public ValueTask<OrgId?> OrgOfAsync(HttpContext http) =>
        new(Dialects.OrgOf(http, http.RequestServices.GetRequiredService<BluefinAuthentication>().OrgNamedBy(http)));

    public RequestSubject FactsOf(HttpRequest request, JsonElement body) => RequestSubject.Of(
        [long.TryParse(request.RouteValues["accountId"] as string, NumberStyles.None, CultureInfo.InvariantCulture, out var account)
            ? account
            : null],
        [request.RouteValues["transactionId"] as string, BodyMember.Text(body, "transactionId")],
        BodyMember.Sum(body, "amounts", "total"));
}
