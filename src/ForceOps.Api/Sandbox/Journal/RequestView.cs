using System.Text.Json.Nodes;
using ForceOps.Api.Hosting.Journal;

namespace ForceOps.Api.Sandbox.Journal;

/// <summary>One request in the journal.</summary>
/// <param name="Id">Ascending over all orgs of the process; the cursor of the list.</param>
/// <param name="Time">When it came.</param>
/// <param name="Method">Null for a delayed operation that finished without a request.</param>
/// <param name="Route">The route's pattern, never the path; null when no route has it.</param>
/// <param name="Status">Null when nothing was answered.</param>
/// <param name="DurationMs">Until the answer began.</param>
/// <param name="Cid">Correlation id.</param>
/// <param name="Channel">The dialect.</param>
/// <param name="Fault">The fault that was put into it.</param>
/// <param name="Request">Of the body what may be kept; null when it could not be read.</param>
/// <param name="Answer">What was answered.</param>
/// <param name="Why">Why it was refused; null when it was not.</param>
internal sealed record RequestView(
    long Id, DateTime Time, string? Method, string? Route, int? Status, decimal DurationMs, string? Cid, string Channel, string? Fault,
    JsonObject? Request, RequestAnswerView Answer, RequestWhyView? Why)
{
    internal static RequestView Of(JournalEntry entry) => new(
        entry.Id, entry.Time.UtcDateTime, entry.Method, entry.Route, entry.Status == 0 ? null : entry.Status,
        decimal.Round(entry.Duration.Ticks / (decimal)TimeSpan.TicksPerMillisecond, 3), entry.Cid, entry.Channel, entry.Fault,
        RequestJson.Of(entry.Request), new RequestAnswerView(entry.Code, entry.AuthorizationId, entry.CounterpartId, entry.TrackingId),
        RequestWhyView.Of(entry.Why));
}
