using System.Text.Json;
using ForceOps.Api.Http;
using ForceOps.Api.Settings;
using Microsoft.Extensions.Primitives;
using Microsoft.OpenApi;

namespace ForceOps.Api.Fiserv;

/// <summary>Registers the services of the Commerce Hub routes and maps the routes.</summary>
internal static class FiservApi
{
    internal static readonly ServedDocument Served = new(
        FiservDialect.Document, "Fiserv Commerce Hub", typeof(FiservApi), IsCamelCased: true)
    {
        Description = "Forced posts, their cancels and refunds, in the words of Fiserv's Commerce Hub. Amounts are decimal numbers in major units.",
        IgnoresUnknown = true,
        Schemes = new Dictionary<string, OpenApiSecurityScheme>(StringComparer.Ordinal)
        {
            ["api_key"] = new() { Type = SecuritySchemeType.ApiKey, In = ParameterLocation.Header, Name = "Api-Key",
                Description = "The key. Open mode needs no credentials." },
            ["signature"] = new()
            {
                Type = SecuritySchemeType.ApiKey,
                In = ParameterLocation.Header,
                Name = "Authorization",
                Description = "The Base64 of the HMAC-SHA256, under the key's secret, over Api-Key, Client-Request-Id, Timestamp and body, one after the other.",
            },
        },
        Security = [["api_key", "signature"]],
    };

    private const string Captured = "The sale is captured, or declined. A total from 5070 to 5098 may choose a verification result.";

    internal static void AddFiserv(this IServiceCollection services)
    {
        services.AddSection<FiservOptions>("ForceOps:Fiserv");
        services.AddSingleton<IDialect, FiservDialect>();
        services.AddSingleton<FiservGate>();
        services.AddSingleton<FiservSignature>();
        services.AddSingleton<Transactions>();
        services.AddSingleton<ForcedPosts>();
        services.AddSingleton<References>();
        services.AddTransient<IStartupFilter, BaseUrlPrefix>();
    }

    internal static void MapFiserv(this IEndpointRouteBuilder routes)
    {
        var payments = routes.MapGroup(FiservDialect.Root).WithGroupName(
            FiservDialect.Document).WithTags("Payments").WithMetadata(FiservExamples.Headers);
        payments.CheckMediaTypesInside();
        FailsAsAsked(payments.MapPost("/forcedpost", ForcedPostEndpoint.PostAsync))
            .Describe("postForced", "Forced post", "Captures a sale with an approval code of the voice authorization centre.")
            .Takes<ForcedPostRequest>(FiservExamples.ForcedPost)
            .Answers(201, typeof(TransactionResponse), Captured, FiservExamples.Captured);
        FailsAsAsked(payments.MapPost("/charges", ForcedPostEndpoint.PostChargeAsync))
            .Describe("postCharge", "Charge, as a forced post",
                "Does the same under the vendor's newer path. Other charges are refused with 846.")
            .Takes<ForcedPostRequest>(FiservExamples.ForcedPost)
            .Answers(201, typeof(TransactionResponse), Captured, FiservExamples.Captured);
        Fails(payments.MapPost("/cancels", ReversalEndpoint.CancelAsync))
            .Describe("cancelTransaction", "Cancel", "Voids a sale before settlement, in full or in part.")
            .Takes<ReversalRequest>(FiservExamples.Reversal).After(FiservExamples.AfterForcedPost)
            .Answers(201, typeof(TransactionResponse), "The sale is voided.", FiservExamples.Voided);
        Fails(payments.MapPost("/refunds", ReversalEndpoint.RefundAsync))
            .Describe("refundTransaction", "Refund", "Refunds a sale after settlement, in full or in part. The sandbox's settle closes the batch.")
            .Takes<ReversalRequest>(FiservExamples.Reversal).After(
                FiservExamples.AfterForcedPost, new Predecessor("sandbox", "settleSales"))
            .Answers(201, typeof(TransactionResponse), "The sale is refunded.", FiservExamples.Refunded);
        Fails(payments.MapPost("/transaction-inquiry", InquiryEndpoint.PostAsync))
            .Describe("inquireTransaction", "Inquiry", "Shows the present state of a transaction, or of all transactions of an order.")
            .Takes<InquiryRequest>(FiservExamples.Inquiry).After(FiservExamples.AfterForcedPost)
            .Answers(201, typeof(IReadOnlyList<TransactionResponse>), "The transactions.", $"[{FiservExamples.Captured}]");
        // The vendor's older forms of the same, with the reference in the path. They are in no document.
        payments.MapPost("/charges/{transactionId}/cancel", ReversalEndpoint.CancelAsync).ExcludeFromDescription();
        payments.MapPost("/charges/{transactionId}/refund", ReversalEndpoint.RefundAsync).ExcludeFromDescription();
        payments.MapPost("/charges/{transactionId}/capture", ReversalEndpoint.CaptureAsync).ExcludeFromDescription();
    }

    /// <summary>States the refusals of a route that answers the error codes that are asked for.</summary>
    private static RouteHandlerBuilder FailsAsAsked(RouteHandlerBuilder route) => Fails(
        route, "The request is wrong, or it asks for an error code in requestedTestResponseCode: then the answer has the transaction's ids.",
        FiservExamples.RequestedError);

    private static RouteHandlerBuilder Fails(RouteHandlerBuilder route) => Fails(
        route, "The request is wrong, or the transaction is not in a state for it.", FiservErrors.Invalid("amount.total").Example);

    /// <summary>States the refusals that every route has.</summary>
    private static RouteHandlerBuilder Fails(RouteHandlerBuilder route, string wrong, string example) => route
        .Answers(400, typeof(FiservErrorResponse), wrong, example)
        .Answers(401, typeof(FiservErrorResponse), "The key or the signature is missing or wrong.",
            FiservErrors.Of(Refusal.Unauthorized).Example)
        .Answers(403, typeof(FiservErrorResponse), "The key belongs to another org.", FiservErrors.Of(Refusal.Forbidden).Example)
        .Answers(404, typeof(FiservErrorResponse), "No such route exists.", FiservErrors.Of(Refusal.NotFound).Example)
        .Answers(405, typeof(FiservErrorResponse), "The route does not take this method.",
            FiservErrors.Of(Refusal.MethodNotAllowed).Example)
        .Answers(413, typeof(FiservErrorResponse), "The body is too large.", FiservErrors.Of(Refusal.BodyTooLarge).Example)
        .Answers(415, typeof(FiservErrorResponse), "The body is not JSON.", FiservErrors.Of(Refusal.UnsupportedMediaType).Example)
        .Answers(429, typeof(FiservErrorResponse), "Too many operations are waiting; nothing was posted.",
            FiservErrors.Of(Refusal.TooManyRequests).Example)
        .Answers(500, typeof(FiservErrorResponse), "The emulator failed.", FiservErrors.Of(Refusal.InternalError).Example)
        .Answers(503, typeof(FiservErrorResponse), "The emulator's database does not answer.",
            FiservErrors.Of(Refusal.Unavailable).Example);
}

/// <summary>Says which paths the Commerce Hub routes own, and answers requests below these paths that reach no route.</summary>
internal sealed class FiservDialect : IEmulatedApi
{
    internal const string Document = "fiserv";

    /// <summary>
    /// The paths of the routes below <c>/payments/v1</c>. Another dialect owns the other paths below <c>/payments/v1</c>.
    /// </summary>
    internal static readonly string[] Routes = ["/forcedpost", "/charges", "/cancels", "/refunds", "/transaction-inquiry"];

    internal const string Root = "/payments/v1";

    public string Name => Document;

    public StringValues Challenge => FiservErrors.Challenge;

    /// <summary>
    /// Returns true below the routes, and below the vendor's base URL and the vendor's other services, which have no routes here: a
    /// client of Commerce Hub gets its 404 in Commerce Hub's words.
    /// </summary>
    public bool Owns(PathString path) =>
        Serves(path) || path.StartsWithSegments(BaseUrlPrefix.Path) || path.StartsWithSegments("/payments-vas");

    internal static bool Serves(PathString path) => Routes.Any(route => path.StartsWithSegments(Root + route));

    public IResult Refuse(HttpContext http, Refusal refusal) => FiservErrors.Of(refusal);

    public IResult RefuseWith(int status) => FiservErrors.OfStatus(status);

    public IResult RefuseHeader(string header, string message) => FiservErrors.InvalidHeader(header, message);

    public IResult RefuseKey(Refusal refusal, string message) => FiservErrors.Key(refusal, message);

    public ValueTask<OrgId?> OrgOfAsync(HttpContext http) =>
        new(Dialects.OrgOf(http, http.RequestServices.GetRequiredService<FiservSignature>().OrgNamedBy(http)));

    public RequestSubject FactsOf(HttpRequest request, JsonElement body) => RequestSubject.Of(
        [BodyMember.Text(body, "merchantDetails", "merchantId") is { Length: > 0 } merchant ? MerchantAccount.Of(merchant) : null],
        [request.Headers.TryGetSent(FiservGate.ClientRequestId, out var sent) ? sent.ToString() : null],
        BodyMember.Sum(body, "amount", "total"));
}
