using ForceOps.Api.Hosting;
using ForceOps.Postgres;

namespace ForceOps.Api.Sandbox;

/// <summary>An authorization with everything that is known of it.</summary>
internal sealed record AuthorizationView(
    long Id, string TrackingId, string Type, string Channel, long AccountId, string ProcessingCode, decimal Amount, decimal Fee, string Currency,
    string? Descriptor, RawObject? Metadata, long? ParentAuthorizationId, OriginalView? OriginalAuthorization, decimal CanceledAmount,
    decimal CanceledFee, DateTime ValueDate, DateTime EventDate, bool InTimeline, string Cid, IReadOnlyList<CancellationView> Cancellations,
    IReadOnlyList<PostedMovementView> Movements)
{
    internal static AuthorizationView Of(AuthorizationDetail detail)
    {
        var row = detail.Authorization;
        return new AuthorizationView(
            row.Id, detail.TrackingId, row.Type, row.Channel, row.AccountId, row.ProcessingCode, row.Amount, row.Fee, row.Currency,
            row.Descriptor, RawObject.Of(row.Metadata), row.ParentId,
            row.OriginalId is { } original ? new OriginalView(original, row.OriginalOnNetwork == true ? "NETWORK" : "PLATFORM") : null,
            row.CanceledAmount, row.CanceledFee, (row.ValueDate ?? row.EventDate).UtcDateTime, row.EventDate.UtcDateTime, row.InTimeline, row.Cid,
            [.. detail.Cancellations.Select(one => new CancellationView(one.Id, one.TrackingId ?? "", one.Amount, one.EventDate.UtcDateTime))],
            [.. detail.Movements.Select(one => new PostedMovementView(
                one.Id, one.Kind, one.DebitAccount, one.CreditAccount, one.Amount, one.DebitBalance, one.CreditBalance))]);
    }
}
