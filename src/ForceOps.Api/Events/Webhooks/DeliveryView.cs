using ForceOps.Postgres;
using ForceOps.Postgres.Model;

namespace ForceOps.Api.Events.Webhooks;

/// <summary>What became of one event at one webhook.</summary>
/// <param name="Cursor">The event's place; a replay after the one before it begins with it.</param>
/// <param name="State">delivered, retrying or dead, by the latest try.</param>
internal sealed record DeliveryView(Guid EventId, string EventType, string Cursor, string State, IReadOnlyList<TryView> Tries)
{
    internal static DeliveryView Of(IReadOnlyList<WebhookTryRow> tries)
    {
        var latest = tries[^1];
        return new DeliveryView(
            latest.EventId, latest.EventType, new EventCursor(latest.AuthorizationId, latest.Part).ToString(),
            latest.Dead ? "dead" : latest.NextAt is null ? "delivered" : "retrying", [.. tries.Select(TryView.Of)]);
    }
}
