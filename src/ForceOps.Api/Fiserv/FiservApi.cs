using System.Text.Json;
using ForceOps.Api.Http;
using ForceOps.Api.Settings;
using Microsoft.Extensions.Primitives;

namespace ForceOps.Api.Fiserv;

/// <summary>Registers the services of the Commerce Hub routes and maps the routes.</summary>
internal static class FiservApi
{
    internal static readonly ServedDocument Served = new(FiservDialect.Document, "Fiserv Commerce Hub", typeof(FiservApi), IsCamelCased: true);

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
        var payments = routes.MapGroup(FiservDialect.Root).WithGroupName(FiservDialect.Document).WithTags("Payments");
        payments.CheckMediaTypesInside();
        Describe<ForcedPostRequest>(payments.MapPost("/forcedpost", ForcedPostEndpoint.PostAsync), FiservExamples.ForcedPost)
            .WithSummary("Forced post").WithDescription("Captures a sale with an approval code of the voice authorization centre.")
            .Produces<TransactionResponse>(201);
        Describe<ForcedPostRequest>(payments.MapPost("/charges", ForcedPostEndpoint.PostChargeAsync), FiservExamples.ForcedPost)
            .WithSummary("Charge, as a forced post").WithDescription("The same under the vendor's newer path; other charges are refused with 846.")
            .Produces<TransactionResponse>(201);
        Describe<ReversalRequest>(payments.MapPost("/cancels", ReversalEndpoint.CancelAsync), FiservExamples.Reversal)
            .WithSummary("Cancel").WithDescription("Voids before settlement, whole or in part.")
            .Produces<TransactionResponse>(201);
        Describe<ReversalRequest>(payments.MapPost("/refunds", ReversalEndpoint.RefundAsync), FiservExamples.Reversal)
            .WithSummary("Refund").WithDescription("Tagged refund after settlement, whole or in part.")
            .Produces<TransactionResponse>(201);
        Describe<InquiryRequest>(payments.MapPost("/transaction-inquiry", InquiryEndpoint.PostAsync), FiservExamples.Inquiry)
            .WithSummary("Inquiry").WithDescription("What became of a transaction or an order.")
            .Produces<IReadOnlyList<TransactionResponse>>(201);
        // The vendor's older forms of the same, with the reference in the path. They are in no document.
        payments.MapPost("/charges/{transactionId}/cancel", ReversalEndpoint.CancelAsync).ExcludeFromDescription();
        payments.MapPost("/charges/{transactionId}/refund", ReversalEndpoint.RefundAsync).ExcludeFromDescription();
        payments.MapPost("/charges/{transactionId}/capture", ReversalEndpoint.CaptureAsync).ExcludeFromDescription();
    }

    private static RouteHandlerBuilder Describe<T>(RouteHandlerBuilder route, RequestExamples examples)
        where T : notnull
    {
        route.WithMetadata(FiservExamples.Headers, examples).Accepts<T>("application/json");
        foreach (var status in (ReadOnlySpan<int>)[400, 401, 403, 404, 405, 413, 415, 429, 500, 503])
            route.Produces<FiservErrorResponse>(status);
        return route;
    }
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
    /// Returns true below the routes, and below the vendor's base URL and his other services, which have no routes here: a client
    /// of Commerce Hub gets its 404 in Commerce Hub's words.
    /// </summary>
    public bool Owns(PathString path) => Serves(path) || path.StartsWithSegments(BaseUrlPrefix.Path) || path.StartsWithSegments("/payments-vas");

    internal static bool Serves(PathString path) => Routes.Any(route => path.StartsWithSegments(Root + route));

    public IResult Refuse(HttpContext http, Refusal refusal) => FiservErrors.Of(refusal);

    public IResult RefuseWith(int status) => FiservErrors.OfStatus(status);

    public IResult RefuseHeader(string header, string message) => FiservErrors.InvalidHeader(header, message);

    public IResult RefuseKey(Refusal refusal, string message) => FiservErrors.Key(refusal, message);

    public ValueTask<OrgId?> OrgOfAsync(HttpContext http)
    {
        if (http.Request.Headers.TryGetSent("x-tenant", out var tenant))
            return new(OrgId.TryParse(tenant.ToString(), out var org) ? org : null);
        return new(http.RequestServices.GetRequiredService<FiservSignature>().OrgNamedBy(http));
    }

    public RequestSubject FactsOf(HttpRequest request, JsonElement body) => RequestSubject.Of(
        [BodyMember.Text(body, "merchantDetails", "merchantId") is { Length: > 0 } merchant ? MerchantAccount.Of(merchant) : null],
        [request.Headers.TryGetSent(FiservGate.ClientRequestId, out var sent) ? sent.ToString() : null],
        BodyMember.Sum(body, "amount", "total"));
}
