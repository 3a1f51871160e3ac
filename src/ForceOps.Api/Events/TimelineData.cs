using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Text.Json;
using ForceOps.Postgres.Reads;
using ForceOps.Postgres.Schema;

namespace ForceOps.Api.Events;

/// <summary>Carries the data of "Timeline event": one line of the account's timeline (Pismo, timeline-events-1).</summary>
/// <param name="AccountId">The account of the timeline.</param>
/// <param name="Type">CASH_IN or CASH_OUT, as in the timeline guide's examples, or FEE.</param>
/// <param name="Category">AUTHORIZATION, CANCELLATION or PARTIAL_CANCELLATION.</param>
/// <param name="Timestamp">The event date, in nanoseconds since 1970 in UTC.</param>
/// <param name="CorrelationId">The correlation id of the request that caused the line.</param>
/// <param name="TenantAccountTimestamp">The id of the line.</param>
/// <param name="Data">A text that holds a JSON object with the line as its member item.</param>
internal sealed record TimelineEventData(
    long AccountId,
    [property: AllowedValues("CASH_IN", "CASH_OUT", "FEE")] string Type,
    [property: AllowedValues("AUTHORIZATION", "CANCELLATION", "PARTIAL_CANCELLATION")] string Category,
    decimal Timestamp, string CorrelationId, string TenantAccountTimestamp, string Data)
{
    internal static TimelineEventData Of(LedgerEvent change)
    {
        var row = change.Authorization!;
        var entry = new TimelineEntry(new AccountMovement(change.Movement!, row, change.TrackingId), change.IsPartialCancellation);
        var line = new TimelineLine(entry, change.AccountId);
        return new TimelineEventData(
            change.AccountId, line.Type, line.Category, TimelineMark.NanosecondsOf(row.EventDate), row.Cid,
            TimelineMark.Of(change.Org, change.AccountId, entry).Text,
            JsonSerializer.Serialize(new TimelineData(TimelineItem.Of(line)), EventJson.Context.TimelineData));
    }
}

/// <summary>Carries what a line of the timeline tells.</summary>
internal sealed record TimelineData(TimelineItem Item);

/// <summary>Shows one line of the timeline. The members are ours, since those of the guide depend on who sent the line.</summary>
/// <param name="Id">The id of the movement, which is the id of the transaction.</param>
/// <param name="Amount">The signed amount; negative when the account gave.</param>
/// <param name="Currency">The currency of the account.</param>
/// <param name="Descriptor">The operation's descriptor; null when the request had none.</param>
/// <param name="EventDate">The time of the posting.</param>
/// <param name="AuthorizationId">The authorization of the account.</param>
/// <param name="TrackingId">The tracking id of the operation.</param>
/// <param name="ProcessingCode">The processing code of the authorization.</param>
/// <param name="BalanceAfter">The balance after the movement.</param>
internal sealed record TimelineItem(
    long Id, decimal Amount, string Currency, string? Descriptor, [property: DataType(DataType.DateTime)] string EventDate,
    long AuthorizationId, string TrackingId, string ProcessingCode, decimal BalanceAfter)
{
    internal static TimelineItem Of(TimelineLine line)
    {
        var (movement, authorization) = (line.Entry.Posted.Movement, line.Entry.Posted.Authorization);
        return new TimelineItem(
            movement.Id, line.Amount, authorization.Currency, authorization.Descriptor, UtcTime.Text(authorization.EventDate),
            authorization.Id, line.Entry.Posted.TrackingId, authorization.ProcessingCode, line.BalanceAfter);
    }
}

/// <summary>Says what one movement looks like from its account.</summary>
internal readonly record struct TimelineLine(TimelineEntry Entry, long AccountId)
{
    private MovementRow Movement => Entry.Posted.Movement;

    private bool Gave => Movement.DebitAccount == AccountId;

    private bool IsCancellation => Entry.Posted.Authorization.ParentId is not null;

    internal string Type => Movement.Kind is "fee" or "fee_reversal" ? "FEE" : Gave == IsCancellation ? "CASH_IN" : "CASH_OUT";

    internal string Category =>
        !IsCancellation ? "AUTHORIZATION" : Entry.IsPartialCancellation ? "PARTIAL_CANCELLATION" : "CANCELLATION";

    internal decimal Amount => Gave ? -Movement.Amount : Movement.Amount;

    internal decimal BalanceAfter => (Gave ? Movement.DebitBalance : Movement.CreditBalance) ?? 0;
}

/// <summary>
/// Names a line of a timeline in Pismo's form <c>TENANT::ACCOUNT::TIMESTAMP</c>, followed by the movement's id, because several lines
/// may have the same time.
/// </summary>
internal readonly record struct TimelineMark(string TenantAccount, string Timestamp, long MovementId)
{
    private const string Separator = "::";

    internal string Text => string.Create(CultureInfo.InvariantCulture, $"{TenantAccount}{Separator}{Timestamp}{Separator}{MovementId}");

    internal static TimelineMark Of(OrgId org, long accountId, TimelineEntry entry) =>
        Of(org, accountId, entry.Posted.Authorization.EventDate, entry.Posted.Movement.Id);

    internal static TimelineMark Of(OrgId org, long accountId, DateTimeOffset time, long movementId) => new(
        string.Create(CultureInfo.InvariantCulture, $"{org}{Separator}{accountId}"),
        // A time is stored in microseconds. The form has nanoseconds.
        time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fffffff'00Z'", CultureInfo.InvariantCulture), movementId);

    /// <summary>Reads the id of the movement out of a mark; false for a mark of another timeline, and for any other text.</summary>
    internal static bool TryReadId(string text, OrgId org, long accountId, out long movementId)
    {
        movementId = 0;
        var parts = text.Split(Separator);
        return parts.Length == 4 && string.Equals(parts[0], org.ToString(), StringComparison.OrdinalIgnoreCase)
            && string.Equals(parts[1], accountId.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal)
            && long.TryParse(parts[3], NumberStyles.None, CultureInfo.InvariantCulture, out movementId);
    }

    /// <summary>
    /// Returns the time in nanoseconds. A whole number of 64 bits would end in the year 2262, and an org's clock does not.
    /// </summary>
    internal static decimal NanosecondsOf(DateTimeOffset time) => (time - DateTimeOffset.UnixEpoch).Ticks * 100m;
}
