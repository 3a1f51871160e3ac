using ForceOps.Postgres;

namespace ForceOps.Api.Sandbox.Seed;

/// <summary>An account, or a range of accounts alike.</summary>
internal sealed record SeedAccounts(long From, long To, AccountChange Change)
{
    internal static SeedAccounts Read(SeedNode node)
    {
        var one = node["id"];
        var (from, to) = (one.IsAbsent ? node["from"] : one, one.IsAbsent ? node["to"] : one);
        var first = from.Integer() ?? throw from.Wrong("is missing");
        var last = to.Integer() ?? throw to.Wrong("is missing");
        if (first < 1)
            throw from.Wrong("must be 1 or more");
        if (last < first)
            throw to.Wrong("must not be below from");
        var limits = node["limits"];
        var change = new AccountChange
        {
            Kind = node["kind"].Word(AccountWords.Kinds),
            Status = node["status"].Word(AccountWords.Statuses),
            Processing = node["processing"].Word(AccountWords.Processings),
            Currency = node["currency"].Currency(),
            CreditLimit = node["credit_limit"].Sum(),
            SetsLimits = !limits.IsAbsent,
            LimitPerOperation = limits["per_operation"].Sum(),
            LimitPerDay = limits["per_day"].Sum(),
        };
        limits.RefuseOthers();
        node.RefuseOthers();
        return new SeedAccounts(first, last, change);
    }
}
