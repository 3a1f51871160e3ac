using ForceOps.Api.Faults;
using ForceOps.Api.Hosting;
using ForceOps.Postgres;
using Microsoft.Extensions.Options;

namespace ForceOps.Api.Events.Webhooks;

/// <summary>Makes workers from what is stored.</summary>
internal sealed class WebhookWorkers(
    RegisteredWebhooks webhooks, LedgerEvents events, SettledIds settled, WebhookSender sender, WebhookRetries retries, FaultRules faults,
    IOptions<ForceOpsOptions> options, TimeProvider clock)
{
    /// <summary>Null when the webhook was removed in between.</summary>
    internal async Task<WebhookWorker?> MakeAsync(WebhookSession session, OrgId org, string name)
    {
        if (await webhooks.FindAsync(org, name) is not { } webhook)
            return null;
        var latest = await webhooks.LatestTriesAsync(webhook);
        return new WebhookWorker(webhook, latest, session, events, settled, sender, retries, faults, options.Value, clock);
    }
}
