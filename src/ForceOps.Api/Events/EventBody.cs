using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
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
    /// <summary>Renders an event. A new kind of event gets its line here, its name in EventTypes and its shape in EventSchemas.</summary>
    internal static byte[] Of(LedgerEvent change) => change.Kind switch
    {
        EventKind.AuthorizationCreated or EventKind.AuthorizationCanceled =>
            Write(change, DataOfAuthorization(change), EventJson.Context.EventEnvelopeAuthorizationData),
        EventKind.AuthorizationDenied => Write(change, DenialData.Of(change), EventJson.Context.EventEnvelopeDenialData),
        EventKind.PlatformAuthorization =>
            Write(change, PlatformAuthorizationData.Of(change), EventJson.Context.EventEnvelopePlatformAuthorizationData),
        EventKind.BalanceChanged => Write(change, DataOfChange(change), EventJson.Context.EventEnvelopeBalanceData),
        EventKind.TransactionCreated => Write(change, TransactionData.Of(change), EventJson.Context.EventEnvelopeTransactionData),
        EventKind.TimelineLine => Write(change, TimelineEventData.Of(change), EventJson.Context.EventEnvelopeTimelineEventData),
        EventKind.NetworkAuthorized => Write(change, NetworkData.Of(change.Network!), EventJson.Context.EventEnvelopeNetworkData),
        EventKind.StatusChanged =>
            Write(change, StatusChangeData.Of(change.StatusChange!), EventJson.Context.EventEnvelopeStatusChangeData),
    };

    private static byte[] Write<T>(LedgerEvent change, T data, JsonTypeInfo<EventEnvelope<T>> shape)
        where T : class
    {
        var type = EventTypes.Of(change.Kind);
        return JsonSerializer.SerializeToUtf8Bytes(
            new EventEnvelope<T>(
                EventIds.Of(change), type.Domain, type.Name, type.Version, change.Org.ToString(),
                change.Cid, DateOf(change), data),
            shape);
    }

    private static AuthorizationData DataOfAuthorization(LedgerEvent change)
    {
        var row = change.Authorization!;
        return new AuthorizationData(
            row.Amount,
            new EventAuthorization(
                row.Id, row.ParentId, PlatformWords.CodeOf(row.Id), row.Descriptor,
                DescriptionOf(change),
                row.ProcessingCode, row.Impact == 0 ? null : row.Impact, row.Currency, row.Type),
            row.OriginalId is { } original ? new EventOriginal(original, row.OriginalOnNetwork == true ? "NETWORK" : "PLATFORM") : null,
            row.AccountId, change.TrackingId, RawObject.Of(row.Metadata),
            change.Movement is null && change.Held is null ? null : new AvailableChange(EventIds.OfChange(change), DateOf(change)));
    }

    private static BalanceData DataOfChange(LedgerEvent change)
    {
        var account = change.AccountId;
        if (change.Held is { } held)
        {
            return new BalanceData(
                account, Math.Abs(held.Change), EventIds.OfChange(change), held.Change > 0 ? "DEBIT" : "CREDIT", change.Org.ToString(),
                change.TrackingId, DateOf(change), change.Authorization!.Amount, held.Available);
        }
        var movement = change.Movement!;
        var gave = movement.DebitAccount == account;
        return new BalanceData(
            account, movement.Amount, EventIds.OfChange(change), gave
                ? "DEBIT"
                : "CREDIT", change.Org.ToString(), change.TrackingId, DateOf(change), change.Authorization!.Amount,
            (gave ? movement.DebitBalance + (movement.DebitHeadroom ?? 0) : movement.CreditBalance + (movement.CreditHeadroom ?? 0)) ?? 0);
    }

    private static string DescriptionOf(LedgerEvent change)
    {
        var row = change.Authorization!;
        var direction = (ColumnText.ToAuthorizationType(row.Type), (BalanceImpact)row.Impact) switch
        {
            (AuthorizationType.Force, BalanceImpact.Credit) => "FORCED CREDIT",
            (AuthorizationType.Force, BalanceImpact.Debit) => "FORCED DEBIT",
            (AuthorizationType.Transfer, BalanceImpact.Credit) => "TRANSFER CREDIT",
            (AuthorizationType.Transfer, BalanceImpact.Debit) => "TRANSFER DEBIT",
            (AuthorizationType.Hold, BalanceImpact.Credit) => "HOLD RELEASE",
            (AuthorizationType.Hold, _) => "HOLD",
            _ => "FORCED RECORD",
        };
        return row.ParentId is not null && row.Type is not "HOLD" ? $"{direction} CANCELLATION" : direction;
    }

    private static string DateOf(LedgerEvent change) => UtcTime.Text(change.EventDate);
}

/// <summary>Holds the members that surround the data of every event.</summary>
/// <param name="EventId">The event's id, which consumers use to drop duplicates.</param>
/// <param name="Domain">The domain.</param>
/// <param name="EventType">The type of the event within its domain.</param>
/// <param name="SchemaVersion">The version of the data's schema.</param>
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
    internal static Guid Of(LedgerEvent change) => change.Kind switch
    {
        EventKind.AuthorizationCreated or EventKind.AuthorizationCanceled or EventKind.AuthorizationDenied
            or EventKind.PlatformAuthorization =>
            Derive($"{change.Org}/authorization/{change.Cursor.AuthorizationId}"),
        EventKind.BalanceChanged => OfMovement("change_available", change),
        EventKind.TransactionCreated => OfMovement("transaction", change),
        EventKind.TimelineLine => OfMovement("timeline", change),
        EventKind.NetworkAuthorized => Derive($"{change.Org}/network-authorization/{change.Cursor.AuthorizationId}"),
        EventKind.StatusChanged => Derive($"{change.Org}/status-change/{change.Cursor.AuthorizationId}"),
    };

    /// <summary>
    /// Derives the id of a change of the balance. The authorization's event and the event of the change of the balance both name
    /// this id.
    /// </summary>
    internal static Guid OfChange(LedgerEvent change) => OfMovement("change", change);

    private static Guid OfMovement(string what, LedgerEvent change) =>
        Derive($"{change.Org}/{what}/{change.Cursor.AuthorizationId}/{ChangeOf(change)}");

    /// <summary>Returns the part of the name that tells apart what one authorization changed: a movement, or what is held.</summary>
    private static string ChangeOf(LedgerEvent change) => change.Held is null ? $"{change.Movement!.Id}" : "held";

    private static Guid Derive(string name)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes(name), hash);
        hash[6] = (byte)((hash[6] & 0x0F) | 0x80);
        hash[8] = (byte)((hash[8] & 0x3F) | 0x80);
        return new Guid(hash[..16], bigEndian: true);
    }
}

/// <summary>Writes times in the form of every time in an event: RFC 3339 in UTC with milliseconds.</summary>
internal static class UtcTime
{
    internal static string Text(DateTimeOffset time) =>
        time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
}
