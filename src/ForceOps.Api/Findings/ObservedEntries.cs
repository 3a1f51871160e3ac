using System.Globalization;
using ForceOps.Api.Http;
using ForceOps.Api.Journal;
using ForceOps.Findings;

namespace ForceOps.Api.Findings;

/// <summary>Reads entries of the request journal as the rules of findings want them.</summary>
internal static class ObservedEntries
{
    internal static ObservedRequest Of(RecordedRequest entry, MovesMoney? money) => new()
    {
        Id = entry.Id,
        At = entry.Time,
        AnsweredAt = entry.Time + entry.Duration,
        Operation = money?.Operation,
        IsCancel = money?.IsCancel == true,
        TrackingId = money is null ? null : entry.Request?.TrackingId,
        Money = money is null || entry.Request is not { } body ? null : MoneyOf(body, money.Operation, entry.Id),
        ValueDate = DateTimeOffset.TryParse(
            entry.Request?.ValueDate, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var date) ? date : null,
        Status = entry.Status,
        Fate = entry.Fate,
        IsCommitted = IsCommitted(entry),
        Use = UseOf(entry.Why),
        Error = entry.Why?.Error,
        IsUnread = entry.Why?.Check is FailedCheck.MediaType or FailedCheck.Json,
        RetryAfter = entry.RetryAfter > 0 ? TimeSpan.FromSeconds(entry.RetryAfter) : null,
        AuthorizationId = entry.AuthorizationId,
        Cid = entry.Client.SendsCid ? entry.Cid : null,
        NamesOrg = entry.Client.NamesOrg,
        Connection = entry.Client.Connection,
        Token = entry.Client.Token == 0 ? null : entry.Client.Token,
        IsByHand = entry.Client.IsByHand,
    };

    /// <summary>Returns the denial of an operation that was accepted for later; null for an entry of a request.</summary>
    internal static ObservedDenial? DenialOf(RecordedRequest entry) => entry is { Method: null, Request.TrackingId: { } trackingId }
        ? new ObservedDenial(trackingId, entry.Time, entry.Id)
        : null;

    private static bool IsCommitted(RecordedRequest entry) => entry.Why?.Check != FailedCheck.TrackingId
        && (entry.AuthorizationId is not null || (entry.Why is null && entry.Code is "PROCESSING_DELAYED"));

    private static TrackingIdUse UseOf(RefusalReason? why) => why switch
    {
        { Check: FailedCheck.TrackingId, Difference: RequestFields.None, IsTaken: false } => TrackingIdUse.Same,
        { Check: FailedCheck.TrackingId } => TrackingIdUse.Different,
        _ => TrackingIdUse.New,
    };

    private static RequestedMoney MoneyOf(RecordedBody body, string operation, long requestId) => new(
        operation, body.AccountId.Comparable, WordOf(body.From), WordOf(body.To), body.Amount.Comparable, body.Currency,
        body.ProcessingCode,
        body.OriginalTrackingId ?? body.AuthorizationId.Comparable?.ToString(CultureInfo.InvariantCulture))
    {
        OnlyOf = IsUnknown(body.From) || IsUnknown(body.To) ? requestId : null,
    };

    private static string? WordOf(RecordedParty party) => party.Kind is null ? null : $"{party.Kind} {party.Id.Comparable}";

    /// <summary>Returns true for a party of which the journal keeps no id: it may be another one in each request.</summary>
    private static bool IsUnknown(RecordedParty party) => party.Kind is not null && party.Id.IsNone;
}
