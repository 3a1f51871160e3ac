using ForceOps.Postgres;

namespace ForceOps.Api.Sandbox;

/// <summary>A movement seen from one account.</summary>
/// <param name="Amount">Signed: negative when the account gave.</param>
/// <param name="BalanceAfter">The account's balance afterwards.</param>
/// <param name="Counterparty">The other account; negative for one of the ledger's own.</param>
internal sealed record MovementView(
    long Id, string Kind, long AuthorizationId, string TrackingId, decimal Amount, decimal BalanceAfter, long Counterparty, string ProcessingCode,
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
