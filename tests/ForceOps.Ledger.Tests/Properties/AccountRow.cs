namespace ForceOps.Tests;

/// <summary>An account as a row.</summary>
internal sealed record AccountRow(AccountKind Kind, Currency Currency, decimal Balance)
{
    public AccountStatus Status { get; init; }

    public bool IsDelayed { get; init; }

    public AccountFunds Funds { get; init; } = AccountFunds.None;

    /// <summary>The row that an account of the books becomes; what the batch did not load or change stays as it was.</summary>
    public static AccountRow Of(Account account, AccountRow? was)
    {
        var funds = was?.Funds ?? AccountFunds.None;
        return new AccountRow(account.Kind, account.Currency, account.Balance)
        {
            Status = was?.Status ?? AccountStatus.Normal,
            IsDelayed = was?.IsDelayed ?? false,
            Funds = (account.Spent is { } spent ? funds with { SpentOn = spent.Day, Spent = spent.Sum } : funds) with
            {
                Held = funds.Held + account.HeldChange,
            },
        };
    }
}
