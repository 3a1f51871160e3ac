using ForceOps.Api.Hosting;

namespace ForceOps.Api.Pismo;

/// <summary>The Pismo routes and what they need.</summary>
internal static class PismoRoutes
{
    internal static void AddPismo(this IServiceCollection services)
    {
        services.AddSingleton<IDialect, PismoDialect>();
        services.AddSingleton<PismoGate>();
        services.AddSingleton<PismoAnswers>();
    }

    internal static void MapPismo(this IEndpointRouteBuilder routes)
    {
        var payments = routes.MapGroup("/payments").WithGroupName(PismoDialect.Document);
        payments.CheckMediaTypesInside();
        Describe(payments.MapPost("/v1/payments/force", ForceEndpoint.PostAsync), "Force operation", "Posts a credit or a debit whatever the account's status, balance and limits.")
            .WithMetadata(PismoExamples.Force)
            .Accepts<ForceBody>("application/json")
            .Produces<PostedAnswer>(201)
            .Produces<DuplicateAnswer>(409);
        Describe(payments.MapPost("/v1/payments/force/cancel", CancelForceEndpoint.PostAsync), "Cancel forced operation", "Takes a forced operation back, in full or in part.")
            .WithMetadata(PismoExamples.CancelForce)
            .Accepts<CancelForceBody>("application/json")
            .Produces<PostedAnswer>(200)
            .Produces<PismoErrorBody>(404)
            .Produces<CanceledAnswer>(409);
    }

    private static RouteHandlerBuilder Describe(RouteHandlerBuilder route, string summary, string description)
    {
        route.WithSummary(summary).WithDescription(description).WithTags("Payments").WithMetadata(PismoHeaders.All);
        foreach (var status in (ReadOnlySpan<int>)[400, 401, 403, 413, 415, 429, 500, 503])
            route.Produces<PismoErrorBody>(status);
        return route.Produces<PismoErrorBody>(202);
    }
}
