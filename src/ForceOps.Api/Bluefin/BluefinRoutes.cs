using ForceOps.Api.Bluefin.Auth;
using ForceOps.Api.Hosting;

namespace ForceOps.Api.Bluefin;

/// <summary>The PayConex routes and what they need.</summary>
internal static class BluefinRoutes
{
    internal static void AddBluefin(this IServiceCollection services)
    {
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
        Describe(payments.MapPost("/force", ForceEndpoint.PostAsync), "Force", "Captures a sale with an approval code that was got elsewhere.", 413, 415)
            .WithMetadata(BluefinExamples.Force).Accepts<ForceBody>("application/json").Produces<PaymentAnswer>(200);
        Describe(payments.MapPost("/init", InitEndpoint.PostAsync), "Initialize", "A transaction id to use once.", 413, 415)
            .WithMetadata(BluefinExamples.Init).Accepts<InitBody>("application/json").Produces<PaymentAnswer>(201);
        Describe(payments.MapPost("/{transactionId}/refund", RefundEndpoint.PostAsync), "Refund", "Voids before settlement, refunds afterwards.", 413, 415)
            .WithMetadata(BluefinExamples.Refund).Accepts<RefundBody>("application/json").Produces<PaymentAnswer>(200);
        Describe(payments.MapGet("/{transactionId}", PaymentEndpoint.GetAsync), "Transaction", "A transaction as it stands now.")
            .Produces<PaymentAnswer>(200);
    }

    private static RouteHandlerBuilder Describe(RouteHandlerBuilder route, string summary, string description, params ReadOnlySpan<int> more)
    {
        route.WithSummary(summary).WithDescription(description).WithMetadata(BluefinExamples.Headers);
        foreach (var status in (ReadOnlySpan<int>)[400, 401, 403, 404, 405, 422, 429, 500, 503, .. more])
            route.Produces<ViolationBody>(status);
        return route;
    }
}
