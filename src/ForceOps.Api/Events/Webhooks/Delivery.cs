using ForceOps.Api.Events.Rendering;
using ForceOps.Postgres;
using ForceOps.Postgres.Model;

namespace ForceOps.Api.Events.Webhooks;

/// <summary>One event on its way to one webhook: the same id and bytes on every try.</summary>
internal sealed class Delivery(WebhookRow webhook, LedgerEvent one, int earlierTries, int triesMax)
{
    internal int Tries { get; set; } = earlierTries;

    internal byte[] Body { get; } = EventBody.Of(one);

    internal Guid EventId { get; } = EventIds.Of(one);

    internal WebhookTryRow TryRow((int? Status, string? Error) outcome, DateTimeOffset at, DateTimeOffset? nextAt) => new()
    {
        Org = webhook.Org,
        Name = webhook.Name,
        AuthorizationId = one.Cursor.AuthorizationId,
        Part = one.Cursor.Part,
        Run = webhook.Run,
        Attempt = Tries,
        EventId = EventId,
        EventType = EventTypes.Of(one.Kind),
        Status = outcome.Status,
        Error = outcome.Error,
        At = at,
        NextAt = nextAt,
        Dead = !IsDelivered(outcome.Status) && nextAt is null,
    };

    internal bool IsOver(int? status) => IsDelivered(status) || Tries >= triesMax;

    private static bool IsDelivered(int? status) => status is >= 200 and < 300;
}
