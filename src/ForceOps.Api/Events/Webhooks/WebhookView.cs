using System.Text.Json.Serialization;
using ForceOps.Postgres;
using ForceOps.Postgres.Model;

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
