namespace ForceOps;

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
