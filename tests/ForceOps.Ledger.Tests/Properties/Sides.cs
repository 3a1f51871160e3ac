namespace ForceOps.Tests;

/// <summary>The two sides of a transfer, and what stands on the other side of a movement.</summary>
internal static class Sides
{
    /// <summary>The account at the other end of a movement: of the other side of a transfer, or the internal one that fits.</summary>
    public static long? AccountAcross(Dictionary<long, Authorization> byId, Authorization owner, MovementKind kind) => owner switch
    {
        { CounterpartId: { } id } => byId.GetValueOrDefault(id)?.AccountId,
        { Type: AuthorizationType.Transfer, External: { } external } =>
            external.StartsWith("card:", StringComparison.Ordinal) ? InternalAccount.Acquirer : InternalAccount.OutsideWorld,
        { Type: AuthorizationType.Transfer } => null,
        { Type: AuthorizationType.Payment } => InternalAccount.OutsideWorld,
        _ when kind is MovementKind.Fee or MovementKind.FeeReversal => InternalAccount.FeeIncome,
        // Whoever cancels: what was settled by the acquirer goes back to it.
        _ => ((owner.ParentId is { } parent ? byId.GetValueOrDefault(parent) : null)?.Channel ?? owner.Channel).ForcedThrough(),
    };

    /// <summary>
    /// Whether two authorizations that should be the sides of one transfer say the same and name each other, the giving side first.
    /// </summary>
    public static bool Match(Authorization one, Authorization? other) =>
        other is not null && one.Impact != BalanceImpact.None && one.AccountId != other.AccountId && one.External is null
        && one.ParentId is null == other.ParentId is null && one.OwnsTrackingId == one.Id < other.Id
        && other == one with
        {
            Id = other.Id,
            AccountId = other.AccountId,
            CounterpartId = one.Id,
            Impact = (BalanceImpact)(-(int)one.Impact),
            ProcessingCode = other.ProcessingCode,
            ParentId = other.ParentId,
            CanceledAmount = other.CanceledAmount,
        };
}
