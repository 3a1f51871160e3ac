using ForceOps.Api.Hosting;
using ForceOps.Api.Pismo.Tokens;

namespace ForceOps.Api.Pismo;

/// <summary>The Pismo routes and what they need.</summary>
internal static class PismoRoutes
{
    internal static void AddPismo(this IServiceCollection services)
    {
        services.AddSingleton<IDialect, PismoDialect>();
        TokenGate.Add(services);
        services.AddSingleton<PismoGate>();
        services.AddSingleton<PismoAnswers>();
    }

    internal static void MapPismo(this IEndpointRouteBuilder routes)
    {
        MapOthers(routes);
        var payments = routes.MapGroup("/payments").WithGroupName(PismoDialect.Document);
        payments.CheckMediaTypesInside();
        Describe(payments.MapPost("/v1/payments", TransferEndpoint.PostAsync), "Transfer funds", "Moves money between two parties, with all checks.")
            .WithMetadata(PismoExamples.Transfer)
            .Accepts<TransferBody>("application/json")
            .Produces<TransferAnswer>(201)
            .Produces<DelayedAnswer>(202)
            .Produces<DuplicateAnswer>(409);
        Describe(payments.MapPost("/v2/cancel", CancelTransferEndpoint.PostAsync), "Cancel transfer", "Takes a transfer back, in full or in part.")
            .WithMetadata(PismoExamples.CancelTransfer)
            .Accepts<CancelTransferBody>("application/json")
            .Produces<CancelTransferAnswer>(200)
            .Produces<DelayedAnswer>(202)
            .Produces<PismoErrorBody>(404)
            .Produces<CanceledTransferAnswer>(409);
        Describe(payments.MapPost("/v1/payments/force", ForceEndpoint.PostAsync), "Force operation", "Posts a credit or a debit whatever the account's status, balance and limits.")
            .WithMetadata(PismoExamples.Force)
            .Accepts<ForceBody>("application/json")
            .Produces<PostedAnswer>(201)
            .Produces<DelayedAnswer>(202)
            .Produces<DuplicateAnswer>(409);
        Describe(payments.MapPost("/v1/payments/force/cancel", CancelForceEndpoint.PostAsync), "Cancel forced operation", "Takes a forced operation back, in full or in part.")
            .WithMetadata(PismoExamples.CancelForce)
            .Accepts<CancelForceBody>("application/json")
            .Produces<PostedAnswer>(200)
            .Produces<DelayedAnswer>(202)
            .Produces<PismoErrorBody>(404)
            .Produces<CanceledAnswer>(409);
    }

    private static void MapOthers(IEndpointRouteBuilder routes)
    {
        var others = routes.MapGroup("").WithGroupName(PismoDialect.Document);
        others.CheckMediaTypesInside();
        Describe(others.MapPost("/orgs-operation/v1/processing-codes", ProcessingCodeEndpoint.PostAsync), "Create processing code", "A new processing code for the org.", "Orgs")
            .WithMetadata(PismoExamples.ProcessingCode)
            .Accepts<ProcessingCodeBody>("application/json")
            .Produces<ProcessingCodeBody>(201);
        Describe(others.MapPost("/passport/v2/s2s/access-token", ServerTokenEndpoint.PostAsync), "Server token", "A token for a server key, or for one account.", "Tokens")
            .WithMetadata(PismoExamples.ServerToken)
            .Accepts<ServerKeyBody>("application/json")
            .Produces<ServerTokenAnswer>(200);
        Describe(others.MapPost("/passport/v2/oauth/token", ClientTokenEndpoint.PostAsync), "OAuth token", "OAuth 2 client credentials.", "Tokens")
            .Accepts<IFormCollection>("application/x-www-form-urlencoded")
            .DisableAntiforgery()
            .Produces<ClientTokenAnswer>(200);
    }

    private static RouteHandlerBuilder Describe(RouteHandlerBuilder route, string summary, string description, string tag = "Payments")
    {
        route.WithSummary(summary).WithDescription(description).WithTags(tag).WithMetadata(PismoHeaders.All);
        foreach (var status in (ReadOnlySpan<int>)[400, 401, 403, 405, 413, 415, 429, 500, 503])
            route.Produces<PismoErrorBody>(status);
        return route;
    }
}
