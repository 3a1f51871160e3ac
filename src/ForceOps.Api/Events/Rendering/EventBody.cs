using System.Globalization;
using System.Text.Json;
using ForceOps.Api.Hosting;
using ForceOps.Postgres;

namespace ForceOps.Api.Events.Rendering;

/// <summary>
/// An event's bytes, by the contract's section 8. Made anew for every reader and every try, and always the same: everything in them
/// comes from columns that never change.
/// </summary>
internal static class EventBody
{
    /// <summary>Of the three schemas; a consumer that knows another one must not guess.</summary>
    private const int SchemaVersion = 1;

    internal static byte[] Of(LedgerEvent one) => one.Kind switch
    {
        EventKind.AuthorizationCreated or EventKind.AuthorizationCanceled =>
            JsonSerializer.SerializeToUtf8Bytes(Envelope(one, DataOfAuthorization(one)), EventJson.Context.EventEnvelopeAuthorizationData),
        EventKind.AuthorizationDenied =>
            JsonSerializer.SerializeToUtf8Bytes(Envelope(one, DenialData.Of(one)), EventJson.Context.EventEnvelopeDenialData),
        EventKind.BalanceChanged =>
            JsonSerializer.SerializeToUtf8Bytes(Envelope(one, DataOfChange(one)), EventJson.Context.EventEnvelopeBalanceData),
    };

    private static EventEnvelope<T> Envelope<T>(LedgerEvent one, T data) => new(
        EventIds.Of(one), EventTypes.DomainOf(one.Kind), EventTypes.Of(one.Kind), SchemaVersion, one.Org.ToString(), one.Authorization?.Cid ?? one.Denial!.Cid, DateOf(one), data);

    private static AuthorizationData DataOfAuthorization(LedgerEvent one)
    {
        var row = one.Authorization!;
        return new AuthorizationData(
            row.Amount,
            new AuthorizationFacts(
                row.Id, row.ParentId, (row.Id % 1_000_000).ToString("D6", CultureInfo.InvariantCulture), row.Descriptor, DescriptionOf(one),
                row.ProcessingCode, row.Impact == 0 ? null : row.Impact, row.Currency, row.Type),
            row.OriginalId is { } original ? new OriginalFacts(original, row.OriginalOnNetwork == true ? "NETWORK" : "PLATFORM") : null,
            row.AccountId, one.TrackingId, RawObject.Of(row.Metadata),
            one.Movement is null ? null : new AvailableChange(EventIds.OfChange(one), DateOf(one)));
    }

    private static BalanceData DataOfChange(LedgerEvent one)
    {
        var (movement, account) = (one.Movement!, one.AccountId);
        var gave = movement.DebitAccount == account;
        return new BalanceData(
            account, movement.Amount, EventIds.OfChange(one), gave ? "DEBIT" : "CREDIT", one.Org.ToString(), one.TrackingId, DateOf(one),
            (gave ? movement.DebitBalance : movement.CreditBalance) ?? 0);
    }

    private static string DescriptionOf(LedgerEvent one)
    {
        var force = StoredText.ToAuthorizationType(one.Authorization!.Type) == AuthorizationType.Force;
        var direction = (BalanceImpact)one.Authorization.Impact switch
        {
            BalanceImpact.Credit => force ? "FORCED CREDIT" : "TRANSFER CREDIT",
            BalanceImpact.Debit => force ? "FORCED DEBIT" : "TRANSFER DEBIT",
            BalanceImpact.None => "FORCED RECORD",
        };
        return one.Kind == EventKind.AuthorizationCanceled ? $"{direction} CANCELLATION" : direction;
    }

    private static string DateOf(LedgerEvent one) => UtcTime.Text(one.Authorization?.EventDate ?? one.Denial!.EventDate);
}
