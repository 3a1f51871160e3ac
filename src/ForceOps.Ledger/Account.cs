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

/// <summary>What an account may spend; looked at by transfers only.</summary>
/// <param name="CreditLimit">How far below 0 the balance may go.</param>
/// <param name="PerOperation">Most that one transfer may take; null: no limit.</param>
/// <param name="PerDay">Most that a day's transfers may take, by the org's clock in UTC; null: no limit.</param>
/// <param name="SpentOn">The day that <paramref name="Spent"/> is of.</param>
/// <param name="Spent">What that day's transfers took; cancellations do not give it back (decision).</param>
public sealed record AccountFunds(decimal CreditLimit, decimal? PerOperation, decimal? PerDay, DateOnly? SpentOn, decimal Spent)
{
    public static AccountFunds None { get; } = new(0, null, null, null, 0);

    internal decimal SpentOnDay(DateOnly day) => SpentOn == day ? Spent : 0;
}

public enum AccountKind
{
    Customer,
    Merchant,
}

public enum AccountStatus
{
    Active,
    Blocked,
    Canceled,
}

public enum AccountProcessing
{
    /// <summary>Operations are posted before they are answered.</summary>
    Normal,

    /// <summary>Operations are accepted and posted later.</summary>
    Delayed,
}

/// <summary>
/// The ledger's own side of a movement. Negative ids, so that no client can name one. They keep no running balance: nobody
/// locks them, and their sums are taken from the movements on demand.
/// </summary>
public static class InternalAccount
{
    public const long OutsideWorld = -1;
    public const long ForcedOperations = -2;
    public const long FeeIncome = -3;
    public const long Acquirer = -4;

    public static bool Is(long accountId) => accountId < 0;

    /// <summary>Where a forced amount comes from or goes to: cards are settled by the acquirer, Pismo's forces are the org's own.</summary>
    public static long ForcedThrough(Channel channel) => channel switch
    {
        Channel.Pismo => ForcedOperations,
        Channel.Bluefin or Channel.Fiserv => Acquirer,
    };
}
