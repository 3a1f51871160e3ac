using System.Text.Json.Serialization;
using ForceOps.Postgres.Reads;
using ForceOps.Postgres.Schema;

namespace ForceOps.Api.Events.Webhooks;

/// <summary>A webhook as people look at it.</summary>
/// <param name="Types">Empty: all.</param>
/// <param name="Secret">Shown once, in the answer that made the webhook.</param>
/// <param name="Position">Everything up to here is delivered or dead.</param>
/// <param name="State">active, or failing when its last try failed.</param>
internal sealed record WebhookView(
    string Name, string Url, IReadOnlyList<string> Types, [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Secret,
    DateTime CreatedAt, string Position, string State, DateTime? FailingSince)
{
    internal static WebhookView Of(WebhookRow row, bool withSecret = false) => new(
        row.Name, row.Url, row.Types.Split(' ', StringSplitOptions.RemoveEmptyEntries), withSecret ? row.Secret : null, row.CreatedAt.UtcDateTime,
        new EventCursor(row.PositionId, row.PositionPart).ToString(), row.FailingSince is null ? "active" : "failing", row.FailingSince?.UtcDateTime);
}

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

/// <summary>One request to a receiver.</summary>
/// <param name="Run">1, and one more with each replay.</param>
/// <param name="Attempt">From 1 in each run.</param>
/// <param name="Status">The answer's; null when there was none.</param>
/// <param name="NextAt">When it is tried again.</param>
internal sealed record TryView(int Run, int Attempt, int? Status, string? Error, DateTime At, DateTime? NextAt, bool Dead)
{
    internal static TryView Of(WebhookTryRow row) =>
        new(row.Run, row.Attempt, row.Status, row.Error, row.At.UtcDateTime, row.NextAt?.UtcDateTime, row.Dead);
}
