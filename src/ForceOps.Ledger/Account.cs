using System.Buffers;
using System.Collections.Frozen;

namespace ForceOps;

/// <summary>
/// Represents an account of a customer or a merchant, loaded and locked for one batch. Every decision of the batch updates the
/// account's balance.
/// </summary>
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

    /// <summary>
    /// True when operations of Pismo's routes on the account are posted later (<see cref="AccountProcessing.Delayed"/>).
    /// </summary>
    public bool IsDelayed { get; init; }

    /// <summary>The account's own fees by processing code, which count instead of the codes' fees; null when it has none.</summary>
    public IReadOnlyDictionary<ProcessingCode, FeeRule>? Fees { get; init; }

    /// <summary>The current balance, which may be negative: a force checks no balance.</summary>
    public decimal Balance { get; private set; }

    /// <summary>The balance when the batch began; the database compares this value before it writes the new balance.</summary>
    public decimal LoadedBalance { get; }

    /// <summary>
    /// The version of the account, which grows with every change of the account; the database compares it before it writes.
    /// </summary>
    public long Version { get; init; }

    /// <summary>True when this batch opened the account.</summary>
    public bool IsNew { get; init; }

    /// <summary>
    /// The amount by which more than the balance is available: the credit limit minus what is held. It is loaded with every
    /// account, since every movement stores it.
    /// </summary>
    public decimal Headroom { get => field - HeldChange; init; }

    /// <summary>What is held by all holds of the account together; the balance contains it.</summary>
    public decimal Held => Limits.Held + HeldChange;

    /// <summary>What the batch added to what is held; negative when it made more available.</summary>
    public decimal HeldChange { get; private set; }

    /// <summary>The account's limits; null when no operation of the batch needs them.</summary>
    public AccountFunds? Funds
    {
        get;
        init
        {
            field = value;
            Headroom = value is null ? Headroom : value.CreditLimit - value.Held;
        }
    }

    /// <summary>The sum of today's transfers out of the account; null when this batch did not change it.</summary>
    public (DateOnly Day, decimal Sum)? Spent { get; private set; }

    /// <summary>The amount that a transfer can take: the balance plus the headroom.</summary>
    public decimal Available => Balance + Headroom;

    private AccountFunds Limits
    {
        get
        {
            Invariant.Holds(Funds is not null || IsNew, "an account that a transfer looks at is loaded with its limits");
            return Funds ?? AccountFunds.None;
        }
    }

    /// <summary>Returns the fee of a force with this code: the account's own, else the code's; null when there is none.</summary>
    internal FeeRule? FeeOf(ProcessingRule rule) => Fees is not null && Fees.TryGetValue(rule.Code, out var own) ? own : rule.Fee;

    internal bool LimitsAllow(DateOnly day, decimal amount) =>
        !(amount > Limits.PerOperation) && !(SpentOn(day) + amount > Limits.PerDay);

    internal void Spend(DateOnly day, decimal amount) => Spent = (day, SpentOn(day) + amount);

    internal decimal SpentOn(DateOnly day) => Spent is { } spent && spent.Day == day ? spent.Sum : Limits.SpentOnDay(day);

    internal void Apply(decimal change) => Balance += change;

    internal void Hold(decimal change) => HeldChange += change;

    /// <summary>True when money of the account may be held, released and transferred out of a hold (Pismo, hold-funds).</summary>
    internal bool AllowsHolds => Status == AccountStatus.Normal || Status == AccountStatus.Blocked;

    /// <summary>The credit limit, for a reader who asks why something was refused.</summary>
    internal decimal CreditLimit => Limits.CreditLimit;
}

/// <summary>Holds the limits on what an account may spend. Only transfers check these limits.</summary>
/// <param name="CreditLimit">The amount by which the balance may go below 0.</param>
/// <param name="PerOperation">The largest amount that one transfer may take; null when there is no limit.</param>
/// <param name="PerDay">The largest sum that the transfers of a day may take, by the org's clock in UTC; null when there is no
/// limit.</param>
/// <param name="SpentOn">The day to which <paramref name="Spent"/> belongs; null when no transfer has taken anything yet.</param>
/// <param name="Spent">The sum that the transfers of that day took; cancellations do not give it back (decision).</param>
public sealed record AccountFunds(decimal CreditLimit, decimal? PerOperation, decimal? PerDay, DateOnly? SpentOn, decimal Spent)
{
    public static AccountFunds None { get; } = new(0, null, null, null, 0);

    /// <summary>What is held of the account.</summary>
    public decimal Held { get; init; }

    internal decimal SpentOnDay(DateOnly day) => SpentOn == day ? Spent : 0;
}

public enum AccountKind
{
    Customer,
    Merchant,
}

/// <summary>
/// Names the state of an account by a word of 1 to 200 capital letters and underscores (Pismo,
/// patch-accounts-v2-accounts-accountid-status). The org says what a status allows (<see cref="StatusRule"/>). The default value
/// is <see cref="Normal"/>.
/// </summary>
public readonly record struct AccountStatus
{
    /// <summary>The most characters of a status.</summary>
    public const int LengthMax = 200;

    private const string NormalText = "NORMAL";

    private static readonly SearchValues<char> Letters = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZ_");

    // Null stands for the normal status, so that the default value equals it.
    private readonly string? _text;

    private AccountStatus(string text) => _text = text is NormalText ? null : text;

    public static AccountStatus Normal => default;

    public static AccountStatus Blocked { get; } = new("BLOCKED");

    public static AccountStatus Cancelled { get; } = new("CANCELLED");

    public static AccountStatus DebitOnly { get; } = new("DEBIT_ONLY");

    public string Text => _text ?? NormalText;

    public static bool TryParse(string? text, out AccountStatus status)
    {
        var valid = text is { Length: > 0 and <= LengthMax } && !text.AsSpan().ContainsAnyExcept(Letters);
        status = valid ? new AccountStatus(text!) : default;
        return valid;
    }

    /// <exception cref="FormatException">The text is no status.</exception>
    public static AccountStatus Parse(string text) =>
        TryParse(text, out var status) ? status : throw new FormatException($"'{text}' is not a status of an account");

    public override string ToString() => Text;
}

/// <summary>Describes what a status does. Only transfers ask: a force and a cancellation check no status.</summary>
/// <param name="Status">The name of the status in the org.</param>
/// <param name="Allowed">The sides of a transfer on which an account of this status may be.</param>
/// <param name="IsFinal">True when a client cannot give the account another status but by a roll-back.</param>
public sealed record StatusRule(AccountStatus Status, AllowedOperations Allowed, bool IsFinal)
{
    /// <summary>
    /// The statuses that every org has: a blocked account receives and does not give, and a cancelled account does neither.
    /// </summary>
    public static IReadOnlyDictionary<AccountStatus, StatusRule> Predefined { get; } = new[]
    {
        new StatusRule(AccountStatus.Normal, AllowedOperations.All, IsFinal: false),
        new StatusRule(AccountStatus.Blocked, AllowedOperations.CreditOnly, IsFinal: false),
        new StatusRule(AccountStatus.Cancelled, AllowedOperations.None, IsFinal: true),
        new StatusRule(AccountStatus.DebitOnly, AllowedOperations.DebitOnly, IsFinal: false),
    }.ToFrozenDictionary(rule => rule.Status);

    /// <summary>Checks whether an account of this status may give (a debit) or receive (a credit).</summary>
    internal bool Allows(BalanceImpact side) => Allowed switch
    {
        AllowedOperations.All => true,
        AllowedOperations.CreditOnly => side == BalanceImpact.Credit,
        AllowedOperations.DebitOnly => side == BalanceImpact.Debit,
        AllowedOperations.None => false,
    };
}

/// <summary>Lists the directions that a status may allow.</summary>
public enum AllowedOperations
{
    All,

    /// <summary>The account receives and does not give.</summary>
    CreditOnly,

    /// <summary>The account gives and does not receive.</summary>
    DebitOnly,
    None,
}

public enum AccountProcessing
{
    /// <summary>Operations are posted before they are answered.</summary>
    Normal,

    /// <summary>Operations are accepted and posted later.</summary>
    Delayed,
}

/// <summary>
/// Names the accounts that are the ledger's own side of a movement. Internal accounts have negative ids, so that no client can
/// name one. Internal accounts keep no running balance: no transaction locks them, and their sums are computed from the movements
/// on demand.
/// </summary>
public static class InternalAccount
{
    public const long OutsideWorld = -1;
    public const long ForcedOperations = -2;
    public const long FeeIncome = -3;
    public const long Acquirer = -4;

    public static bool Is(long accountId) => accountId < 0;
}
