namespace ForceOps;

/// <summary>An account of a customer or a merchant as loaded and locked for one batch. Its balance follows every decision of the batch.</summary>
public sealed class Account
{
    public Account(long id, AccountKind kind, Currency currency, decimal balance = 0)
    {
        Invariant.Holds(id > 0, "a customer's or merchant's account has a positive id");
        (Id, Kind, Currency, Balance, LoadedBalance) = (id, kind, currency, balance, balance);
    }

    public long Id { get; }
    public AccountKind Kind { get; }
    public Currency Currency { get; }
    public AccountStatus Status { get; init; }

    /// <summary>Whether what Pismo's routes ask of it is posted later (<see cref="AccountProcessing.Delayed"/>).</summary>
    public bool IsDelayed { get; init; }

    /// <summary>May be negative: a force asks nobody.</summary>
    public decimal Balance { get; private set; }

    /// <summary>The balance when the batch began; the database compares it before it writes the new one.</summary>
    public decimal LoadedBalance { get; }

    /// <summary>Grows with every change of the account; the database compares it before it writes.</summary>
    public long Version { get; init; }

    /// <summary>Opened by this batch.</summary>
    public bool IsNew { get; init; }

    /// <summary>Null when nothing in the batch asks for it.</summary>
    public AccountFunds? Funds { get; init; }

    /// <summary>What today's transfers took, when this batch changed it.</summary>
    public (DateOnly Day, decimal Sum)? Spent { get; private set; }

    /// <summary>Balance and credit limit.</summary>
    public decimal Available => Balance + Limits.CreditLimit;

    private AccountFunds Limits
    {
        get
        {
            Invariant.Holds(Funds is not null || IsNew, "an account that a transfer looks at is loaded with its limits");
            return Funds ?? AccountFunds.None;
        }
    }

    internal bool LimitsAllow(DateOnly day, decimal amount) =>
        !(amount > Limits.PerOperation) && !(SpentOn(day) + amount > Limits.PerDay);

    internal void Spend(DateOnly day, decimal amount) => Spent = (day, SpentOn(day) + amount);

    internal decimal SpentOn(DateOnly day) => Spent is { } spent && spent.Day == day ? spent.Sum : Limits.SpentOnDay(day);

    internal void Apply(decimal change) => Balance += change;
}
