using ForceOps.Postgres.Model;

namespace ForceOps.Api.Sandbox;

/// <summary>An account as people look at it.</summary>
internal sealed record AccountView(
    long Id, string Kind, string Status, string Processing, string Currency, decimal Balance, decimal CreditLimit, decimal Available,
    LimitsView Limits, DateTime OpenedAt)
{
    internal static AccountView Of(AccountRow row) => new(
        row.Id, row.Kind, row.Status, row.Processing, row.Currency, row.Balance, row.CreditLimit, row.Balance + row.CreditLimit,
        new LimitsView(row.LimitPerOperation, row.LimitPerDay), row.OpenedAt.UtcDateTime);
}
