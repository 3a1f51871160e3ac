using ForceOps.Api.Hosting;

namespace ForceOps.Api.Fiserv;

/// <summary>The Commerce Hub routes and what they need.</summary>
internal static class FiservRoutes
{
    internal static void AddFiserv(this IServiceCollection services)
    {
        services.AddSingleton<IDialect, FiservDialect>();
        services.AddSingleton<FiservGate>();
        services.AddSingleton<FiservSignature>();
        services.AddSingleton<Transactions>();
        services.AddSingleton<ForcedPosts>();
        services.AddSingleton<References>();
    }

    internal static void MapFiserv(this IEndpointRouteBuilder routes)
    {
        var payments = routes.MapGroup(FiservDialect.Root).WithGroupName(FiservDialect.Document).WithTags("Payments");
        payments.CheckMediaTypesInside();
        Describe<ForcedPostBody>(payments.MapPost("/forcedpost", ForcedPostEndpoint.PostAsync), FiservExamples.ForcedPost)
            .WithSummary("Forced post").WithDescription("Captures a sale with an approval code of the voice authorization centre.")
            .Produces<TransactionAnswer>(201);
        Describe<ForcedPostBody>(payments.MapPost("/charges", ForcedPostEndpoint.PostChargeAsync), FiservExamples.ForcedPost)
            .WithSummary("Charge, as a forced post").WithDescription("The same under the vendor's newer path; other charges are refused with 846.")
            .Produces<TransactionAnswer>(201);
        Describe<ReversalBody>(payments.MapPost("/cancels", ReversalEndpoint.CancelAsync), FiservExamples.Reversal)
            .WithSummary("Cancel").WithDescription("Voids before settlement, whole or in part.")
            .Produces<TransactionAnswer>(201);
        Describe<ReversalBody>(payments.MapPost("/refunds", ReversalEndpoint.RefundAsync), FiservExamples.Reversal)
            .WithSummary("Refund").WithDescription("Tagged refund after settlement, whole or in part.")
            .Produces<TransactionAnswer>(201);
        Describe<InquiryBody>(payments.MapPost("/transaction-inquiry", InquiryEndpoint.PostAsync), FiservExamples.Inquiry)
            .WithSummary("Inquiry").WithDescription("What became of a transaction or an order.")
            .Produces<IReadOnlyList<TransactionAnswer>>(201);
    }

    private static RouteHandlerBuilder Describe<T>(RouteHandlerBuilder route, RequestExamples examples)
        where T : notnull
    {
        route.WithMetadata(FiservExamples.Headers, examples).Accepts<T>("application/json");
        foreach (var status in (ReadOnlySpan<int>)[400, 401, 403, 404, 405, 413, 415, 429, 500, 503])
            route.Produces<FiservErrorBody>(status);
        return route;
    }
}
