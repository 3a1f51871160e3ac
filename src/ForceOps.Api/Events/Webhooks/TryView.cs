using ForceOps.Postgres.Model;

namespace ForceOps.Api.Events.Webhooks;

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
