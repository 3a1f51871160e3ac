namespace ForceOps.Tests;

/// <summary>What somebody sets on an account between two batches, as the sandbox allows; opens the account if need be.</summary>
internal sealed record AccountChange(int Account, AccountStatus Status, decimal CreditLimit, decimal? PerOperation, decimal? PerDay)
{
    public bool IsDelayed { get; init; }

    public AccountRow On(AccountRow? row)
    {
        row ??= new AccountRow(Steps.IsShop(Account) ? AccountKind.Merchant : AccountKind.Customer, Sample.Usd, 0);
        return row with
        {
            Status = Status,
            IsDelayed = IsDelayed,
            Funds = row.Funds with { CreditLimit = CreditLimit, PerOperation = PerOperation, PerDay = PerDay },
        };
    }
}
