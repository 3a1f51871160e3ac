using System.Text;

namespace ForceOps.Tests;

/// <summary>Everything that the tables would hold if the batch were saved now.</summary>
/// <param name="Accounts">By id.</param>
/// <param name="Authorizations">In the order of posting.</param>
/// <param name="Movements">In the order of posting.</param>
/// <param name="NextId">The first id that nothing has.</param>
internal sealed record Dump(
    IReadOnlyDictionary<long, AccountRow> Accounts,
    IReadOnlyList<Authorization> Authorizations,
    IReadOnlyList<Movement> Movements,
    long NextId)
{
    /// <summary>The clock of the batch.</summary>
    public DateTimeOffset Now { get; init; }

    /// <summary>Accepted and not posted yet, in the order of acceptance.</summary>
    public IReadOnlyList<DelayedOperation> Waiting { get; init; } = [];

    public IReadOnlyList<Denial> Denials { get; init; } = [];

    public IReadOnlyList<HoldChange> HoldChanges { get; init; } = [];

    public static Dump Empty { get; } = new(new Dictionary<long, AccountRow>(), [], [], 1);

    /// <summary>Whether nothing at all differs.</summary>
    public bool SameAs(Dump other) =>
        NextId == other.NextId && SamePostingsAs(other) && Alike(Waiting, other.Waiting) && Alike(Denials, other.Denials);

    public bool SamePostingsAs(Dump other) =>
        Accounts.Count == other.Accounts.Count
        && Accounts.All(account => other.Accounts.TryGetValue(account.Key, out var row) && row == account.Value)
        && Alike(Authorizations, other.Authorizations)
        && Alike(Movements, other.Movements)
        && Alike(HoldChanges, other.HoldChanges);

    public string Balances()
    {
        var text = new StringBuilder();
        foreach (var (id, row) in Accounts.OrderBy(account => account.Key))
            text.AppendLine($"  account {id} ({row.Kind}): {row.Balance} {row.Currency}, {row.Status}, {row.Funds}");
        return text.ToString();
    }

    private static bool Alike<T>(IReadOnlyList<T> one, IReadOnlyList<T> other)
        where T : class
    {
        if (one.Count != other.Count)
            return false;
        for (var i = 0; i < one.Count; i++)
        {
            if (!ReferenceEquals(one[i], other[i]) && !one[i].Equals(other[i]))
                return false;
        }
        return true;
    }
}
