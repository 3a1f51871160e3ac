namespace ForceOps;

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
