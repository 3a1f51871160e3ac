using ForceOps.Postgres.Schema;
using Microsoft.EntityFrameworkCore;

namespace ForceOps.Postgres.Reads;

/// <summary>Holds what one authorization changed of what is held of its account, by all holds that it changed.</summary>
/// <param name="Change">The amount that is held from then on; negative when it was made available.</param>
/// <param name="Available">What was available afterwards.</param>
public sealed record HeldChange(decimal Change, decimal Available)
{
    /// <summary>
    /// Returns true when the operation is one on held money: a hold, a pre-authorization or their release, or a transfer or a payment,
    /// which then names what held the money.
    /// </summary>
    internal static bool IsOf(AuthorizationRow row) =>
        row.Type is "HOLD" or "PRE_AUTHORIZATION" || (row.Type is "TRANSFER" or "PAYMENT" && row.OriginalId is not null);

    /// <summary>
    /// Reads what the authorizations changed of what is held. Only holds, pre-authorizations and what names them are asked for: an
    /// authorization of another kind costs nothing.
    /// </summary>
    internal static async Task<Dictionary<long, HeldChange>> ReadAsync(LedgerDbContext context, List<AuthorizationRow> rows)
    {
        var ids = rows.Where(IsOf).Select(row => row.Id).ToArray();
        if (ids.Length == 0)
            return [];
        var changes = await context.HoldChanges.Where(row => row.Book == rows[0].Book && ids.Contains(row.AuthorizationId)).ToListAsync();
        return changes.GroupBy(row => row.AuthorizationId).ToDictionary(group => group.Key, Of);
    }

    private static HeldChange Of(IEnumerable<HoldChangeRow> changes)
    {
        var all = changes.ToList();
        var change = all.Sum(row => row.Change);
        // All changes go one way, so the last one is that with the least or the most held.
        var last = change < 0 ? all.MinBy(row => row.Held)! : all.MaxBy(row => row.Held)!;
        return new HeldChange(change, last.Balance + last.Headroom);
    }
}
