using System.Text.Json.Serialization;
using ForceOps.Api.Http;
using ForceOps.Postgres.Reads;

namespace ForceOps.Api.Sandbox;

/// <summary>Shows an authorization with all stored data about it.</summary>
/// <param name="Denied">The reason why a payment was denied; absent when it was granted. What was denied has moved nothing.</param>
/// <param name="External">
/// The party outside the ledger in its stored form, as in card:1 or custom_info:DEPOSIT:test-01; absent when both parties are inside.
/// </param>
/// <param name="NetworkAuthorization">The network authorization that a force names; absent when it names none that was made here.</param>
/// <param name="HoldChanges">What it changed of which holds; absent when it changed none.</param>
/// <param name="At">The moment that was asked for; absent when none was.</param>
internal sealed record AuthorizationView(
    long Id, string TrackingId, string Type, string Channel, long AccountId, string ProcessingCode, decimal Amount, decimal Fee,
    string Currency,
    string? Descriptor, RawObject? Metadata, long? ParentAuthorizationId, OriginalView? OriginalAuthorization, decimal CanceledAmount,
    decimal CanceledFee, DateTime ValueDate, DateTime EventDate, bool InTimeline, string Cid, IReadOnlyList<CancellationView> Cancellations,
    IReadOnlyList<PostedMovementView> Movements,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Denied,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? External,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] NetworkAuthorizationView? NetworkAuthorization,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyList<HoldChangeView>? HoldChanges,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] MomentView? At)
{
    internal static AuthorizationView Of(AuthorizationDetail detail, BookMoment? at)
    {
        var row = detail.Authorization;
        return new AuthorizationView(
            row.Id, detail.TrackingId, row.Type, row.Channel, row.AccountId, row.ProcessingCode, row.Amount, row.Fee, row.Currency,
            row.Descriptor, RawObject.Of(row.Metadata), row.ParentId,
            row.OriginalId is { } original ? new OriginalView(original, row.OriginalOnNetwork == true ? "NETWORK" : "PLATFORM") : null,
            detail.CanceledAmount, detail.CanceledFee, (row.ValueDate ?? row.EventDate).UtcDateTime, row.EventDate.UtcDateTime,
            row.InTimeline, row.Cid,
            [.. detail.Cancellations.Select(item => new CancellationView(
                item.Authorization.Id, item.TrackingId, item.Authorization.Amount, item.Authorization.EventDate.UtcDateTime))],
            [.. detail.Movements.Select(item => new PostedMovementView(
                item.Id, item.Kind, item.DebitAccount, item.CreditAccount, item.Amount, item.DebitBalance, item.CreditBalance))],
            row.Denied, row.External, detail.Network is { } network ? NetworkAuthorizationView.Of(network) : null,
            detail.HoldChanges.Count == 0
                ? null : [.. detail.HoldChanges.Select(item => new HoldChangeView(item.HoldId, item.TrackingId, item.Change))],
            at is null ? null : MomentView.Of(at));
    }
}

/// <summary>Shows what an operation changed of one hold or pre-authorization.</summary>
/// <param name="AuthorizationId">The hold; of its own posting the operation itself.</param>
/// <param name="Change">The amount that is held from then on; negative when it was made available or transferred.</param>
internal sealed record HoldChangeView(long AuthorizationId, string TrackingId, decimal Change);

internal sealed record CancellationView(long AuthorizationId, string TrackingId, decimal Amount, DateTime EventDate);

internal sealed record OriginalView(long Id, string Type);

/// <summary>Shows a movement with both its sides. The balances of the ledger's own accounts are null.</summary>
internal sealed record PostedMovementView(
    long Id, string Kind, long DebitAccount, long CreditAccount, decimal Amount, decimal? DebitBalance, decimal? CreditBalance);

/// <summary>Shows a movement from the side of one account.</summary>
/// <param name="Amount">The signed amount; negative when the account gave.</param>
/// <param name="BalanceAfter">The account's balance after the movement.</param>
/// <param name="Counterparty">The id of the other account; negative when it is one of the ledger's own accounts.</param>
internal sealed record MovementView(
    long Id, string Kind, long AuthorizationId, string TrackingId, decimal Amount, decimal BalanceAfter, long Counterparty,
    string ProcessingCode,
    string? Descriptor, DateTime ValueDate, DateTime CreatedAt)
{
    internal static MovementView Of(AccountMovement row, long accountId)
    {
        var (movement, authorization) = (row.Movement, row.Authorization);
        var gave = movement.DebitAccount == accountId;
        return new MovementView(
            movement.Id, movement.Kind, movement.AuthorizationId, row.TrackingId,
            gave ? -movement.Amount : movement.Amount,
            (gave ? movement.DebitBalance : movement.CreditBalance) ?? 0,
            gave ? movement.CreditAccount : movement.DebitAccount,
            authorization.ProcessingCode, authorization.Descriptor,
            (authorization.ValueDate ?? authorization.EventDate).UtcDateTime, authorization.EventDate.UtcDateTime);
    }
}
