using System.Diagnostics.Metrics;
using ForceOps.Postgres.Model;
using ForceOps.Postgres.Telemetry;

namespace ForceOps.Api.Events.Webhooks;

/// <summary>What the webhooks tell of themselves.</summary>
internal static class WebhookTelemetry
{
    private static readonly Meter Meter = new(WriterTelemetry.Name);

    private static readonly Counter<long> Deliveries = Meter.CreateCounter<long>(
        "forceops.webhook.deliveries", "{try}", "Tries to deliver an event: delivered, failed and to be tried again, or dead.");

    internal static void Tried(WebhookTryRow row) => Deliveries.Add(
        1, new KeyValuePair<string, object?>("result", row.Dead ? "dead" : row.NextAt is null ? "delivered" : "failed"));
}
