using ForceOps.Api.Events.Timeline;
using ForceOps.Api.Events.Webhooks;
using ForceOps.Postgres;

namespace ForceOps.Api.Events;

/// <summary>Events, streams, webhooks and timelines: what they need and where they are.</summary>
internal static class EventServices
{
    internal static void AddEvents(this IServiceCollection services)
    {
        services.AddSingleton<SettledIds>();
        services.AddSingleton<LedgerEvents>();
        services.AddSingleton<AccountTimeline>();
        services.AddSingleton<RegisteredWebhooks>();
        services.AddSingleton<WebhookSessions>();
        services.AddSingleton<WebhookSender>();
        services.AddSingleton<WebhookRetries>();
        services.AddSingleton<WebhookWorkers>();
        // After the ledger's start among the hosted services, so that it stops before the ledger does.
        services.AddHostedService<WebhookDispatcher>();
    }

    internal static void Map(IEndpointRouteBuilder sandbox)
    {
        EventRoutes.Map(sandbox);
        WebhookRoutes.Map(sandbox);
        TimelineRoutes.Map(sandbox);
    }
}
