using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using ForceOps.Postgres.Reads;
using ForceOps.Postgres.Schema;

namespace ForceOps.Api.Events.Webhooks;

/// <summary>Shows a webhook to people.</summary>
/// <param name="Types">The wanted types of events, as they were set; those of authorization and availables when empty.</param>
/// <param name="Secret">The secret. Only the answer that created the webhook shows it.</param>
/// <param name="Position">The cursor up to which every event is delivered or dead.</param>
/// <param name="State">active, failing when the webhook's last try failed, off since the receiver answered 410, or paused by a request.</param>
/// <param name="OffSince">The time of the 410; absent while the webhook is on.</param>
/// <param name="PausedSince">The time of the request that paused it; absent while it is not paused.</param>
/// <param name="PreviousSecretUntil">
/// The time until which requests carry the signature of the previous secret too; absent when the secret was never changed.
/// </param>
internal sealed record WebhookView(
    string Name, string Url, IReadOnlyList<string> Types, [
        property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Secret,
    DateTime CreatedAt, string Position, [property: AllowedValues("active", "failing", "off", "paused")] string State, DateTime? FailingSince,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] DateTime? OffSince,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] DateTime? PausedSince,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] DateTime? PreviousSecretUntil)
{
    internal static WebhookView Of(WebhookRow row, bool withSecret = false) => new(
        row.Name, row.Url, row.Types.Split(' ', StringSplitOptions.RemoveEmptyEntries), withSecret
            ? row.Secret
            : null, row.CreatedAt.UtcDateTime,
        new EventCursor(row.PositionId, row.PositionPart).ToString(),
        row.PausedSince is not null ? "paused" : row.OffSince is not null ? "off" : row.FailingSince is null ? "active" : "failing",
        row.FailingSince?.UtcDateTime, row.OffSince?.UtcDateTime, row.PausedSince?.UtcDateTime, row.PreviousSecretUntil?.UtcDateTime);
}

/// <summary>Shows the delivery of one event to one webhook.</summary>
/// <param name="Cursor">The cursor of the event. A replay after the cursor of the event before it begins with this event.</param>
/// <param name="State">The state by the latest try: delivered, retrying or dead.</param>
internal sealed record DeliveryView(Guid EventId, string EventType, string Cursor,
    [property: AllowedValues("delivered", "retrying", "dead")] string State, IReadOnlyList<TryView> Tries)
{
    internal static DeliveryView Of(IReadOnlyList<WebhookTryRow> tries)
    {
        var latest = tries[^1];
        return new DeliveryView(
            latest.EventId, latest.EventType, new EventCursor(latest.AuthorizationId, latest.Part).ToString(),
            latest.Dead ? "dead" : latest.NextAt is null ? "delivered" : "retrying", [.. tries.Select(TryView.Of)]);
    }
}

/// <summary>Shows one request to a receiver.</summary>
/// <param name="Run">The number of the run: 1 at first, and one more with each replay.</param>
/// <param name="Attempt">The number of the try within its run, from 1.</param>
/// <param name="Status">The HTTP status of the answer; null when there was no answer.</param>
/// <param name="NextAt">The time of the next try; null when there is none.</param>
internal sealed record TryView(int Run, int Attempt, int? Status, string? Error, DateTime At, DateTime? NextAt, bool Dead)
{
    internal static TryView Of(WebhookTryRow row) =>
        new(row.Run, row.Attempt, row.Status, row.Error, row.At.UtcDateTime, row.NextAt?.UtcDateTime, row.Dead);
}
