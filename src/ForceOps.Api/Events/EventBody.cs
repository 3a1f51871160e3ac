using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using ForceOps.Api.Http;
using ForceOps.Postgres.Reads;
using ForceOps.Postgres.Schema;

namespace ForceOps.Api.Events;

/// <summary>
/// Renders the bytes of an event, as section 8 of the contract defines them. They are rendered anew for every reader and every
/// try, and are always the same, because all data in them comes from columns that never change.
/// </summary>
internal static class EventBody
{
    /// <summary>The version of the three data schemas. A consumer that knows only another version must not guess.</summary>
    private const int SchemaVersion = 1;

    internal static byte[] Of(LedgerEvent change) => change.Kind switch
    {
        EventKind.AuthorizationCreated or EventKind.AuthorizationCanceled =>
            JsonSerializer.SerializeToUtf8Bytes(
                Envelope(change, DataOfAuthorization(change)), EventJson.Context.EventEnvelopeAuthorizationData),
        EventKind.AuthorizationDenied =>
            JsonSerializer.SerializeToUtf8Bytes(Envelope(change, DenialData.Of(change)), EventJson.Context.EventEnvelopeDenialData),
        EventKind.BalanceChanged =>
            JsonSerializer.SerializeToUtf8Bytes(Envelope(change, DataOfChange(change)), EventJson.Context.EventEnvelopeBalanceData),
    };

    private static EventEnvelope<T> Envelope<T>(LedgerEvent change, T data)
        where T : class => new(
        EventIds.Of(change), EventTypes.DomainOf(change.Kind), EventTypes.Of(change.Kind), SchemaVersion, change.Org.ToString(),
        change.Authorization?.Cid ?? change.Denial!.Cid, DateOf(change), data);

    private static AuthorizationData DataOfAuthorization(LedgerEvent change)
    {
        var row = change.Authorization!;
        return new AuthorizationData(
            row.Amount,
            new EventAuthorization(
                row.Id, row.ParentId, (row.Id % 1_000_000).ToString("D6", CultureInfo.InvariantCulture), row.Descriptor,
                DescriptionOf(change),
                row.ProcessingCode, row.Impact == 0 ? null : row.Impact, row.Currency, row.Type),
            row.OriginalId is { } original ? new EventOriginal(original, row.OriginalOnNetwork == true ? "NETWORK" : "PLATFORM") : null,
            row.AccountId, change.TrackingId, RawObject.Of(row.Metadata),
            change.Movement is null ? null : new AvailableChange(EventIds.OfChange(change), DateOf(change)));
    }

    private static BalanceData DataOfChange(LedgerEvent change)
    {
        var (movement, account) = (change.Movement!, change.AccountId);
        var gave = movement.DebitAccount == account;
        return new BalanceData(
            account, movement.Amount, EventIds.OfChange(change), gave
                ? "DEBIT"
                : "CREDIT", change.Org.ToString(), change.TrackingId, DateOf(change),
            (gave ? movement.DebitBalance : movement.CreditBalance) ?? 0);
    }

    private static string DescriptionOf(LedgerEvent change)
    {
        var force = ColumnText.ToAuthorizationType(change.Authorization!.Type) == AuthorizationType.Force;
        var direction = (BalanceImpact)change.Authorization.Impact switch
        {
            BalanceImpact.Credit => force ? "FORCED CREDIT" : "TRANSFER CREDIT",
            BalanceImpact.Debit => force ? "FORCED DEBIT" : "TRANSFER DEBIT",
            BalanceImpact.None => "FORCED RECORD",
        };
        return change.Kind == EventKind.AuthorizationCanceled ? $"{direction} CANCELLATION" : direction;
    }

    private static string DateOf(LedgerEvent change) => UtcTime.Text(change.Authorization?.EventDate ?? change.Denial!.EventDate);
}

/// <summary>Holds the members that surround the data of every event.</summary>
/// <param name="EventId">The event's id, which consumers use to drop duplicates.</param>
/// <param name="Domain">authorization or availables.</param>
/// <param name="EventType">
/// authorization-event, authorization-cancellation-event, authorization-denied-event or change_available.
/// </param>
/// <param name="SchemaVersion">The version of the data's schema: 1.</param>
/// <param name="OrgId">The org: TN- and a UUID.</param>
/// <param name="Cid">The correlation id of the request that caused the event.</param>
/// <param name="Timestamp">The event date.</param>
/// <param name="Data">The data, whose shape depends on the type.</param>
internal sealed record EventEnvelope<T>(
    Guid EventId, string Domain, string EventType, int SchemaVersion, string OrgId, string Cid,
    [property: DataType(DataType.DateTime)] string Timestamp, T Data)
    where T : class;

/// <summary>
/// Derives the ids of events from the org and from the ids of the reported rows, so that every process and every try gives an
/// event the same id. The ids are UUIDs of version 8 of RFC 9562, which is for application-defined hashes: the first 16 bytes of
/// a SHA-256.
/// </summary>
internal static class EventIds
{
    internal static Guid Of(LedgerEvent change) => change.Kind == EventKind.BalanceChanged
        ? Derive($"{change.Org}/change_available/{change.Cursor.AuthorizationId}/{change.Movement!.Id}")
        : Derive($"{change.Org}/authorization/{change.Cursor.AuthorizationId}");

    /// <summary>
    /// Derives the id of a change of the balance. The authorization's event and the event of the change of the balance both name
    /// this id.
    /// </summary>
    internal static Guid OfChange(LedgerEvent change) =>
        Derive($"{change.Org}/change/{change.Cursor.AuthorizationId}/{change.Movement!.Id}");

    private static Guid Derive(string name)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes(name), hash);
        hash[6] = (byte)((hash[6] & 0x0F) | 0x80);
        hash[8] = (byte)((hash[8] & 0x3F) | 0x80);
        return new Guid(hash[..16], bigEndian: true);
    }
}

/// <summary>
/// Defines the names of events in their JSON (Pismo, event pages authorization-event, authorization-cancellation-event,
/// change_available).
/// </summary>
internal static class EventTypes
{
    internal const string AuthorizationCreated = "authorization-event";
    internal const string AuthorizationCanceled = "authorization-cancellation-event";

    /// <summary>The type of a denial's event. It is ours, since no page shows such an event (decision).</summary>
    internal const string AuthorizationDenied = "authorization-denied-event";

    internal const string BalanceChanged = "change_available";

    internal static readonly IReadOnlyList<string> All = [AuthorizationCreated, AuthorizationCanceled, AuthorizationDenied, BalanceChanged];

    internal static string Of(EventKind kind) => kind switch
    {
        EventKind.AuthorizationCreated => AuthorizationCreated,
        EventKind.AuthorizationCanceled => AuthorizationCanceled,
        EventKind.AuthorizationDenied => AuthorizationDenied,
        EventKind.BalanceChanged => BalanceChanged,
    };

    internal static string DomainOf(EventKind kind) => kind switch
    {
        EventKind.AuthorizationCreated or EventKind.AuthorizationCanceled or EventKind.AuthorizationDenied => "authorization",
        EventKind.BalanceChanged => "availables",
    };
}

/// <summary>Writes times in the form of every time in an event: RFC 3339 in UTC with milliseconds.</summary>
internal static class UtcTime
{
    internal static string Text(DateTimeOffset time) =>
        time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
}
