namespace ForceOps.Tests;

/// <summary>I7 of ARCHITECTURE.md for denied payments: they are stored, and that is all.</summary>
internal static class Denials
{
    public static IEnumerable<string> Broken(Dump before, Outcome outcome, Dump after)
    {
        if (outcome is not Outcome.Accepted accepted)
            yield break;
        var (error, side) = (accepted.Denial?.Error, accepted.Counterpart ?? accepted.Authorization);
        if (error != accepted.Authorization.Denied || error != side.Denied)
            yield return $"I7: authorization {accepted.Authorization.Id} was answered {accepted.Denial}";
        if (accepted.Denial is not null && !before.SamePostingsAs(after with { Authorizations = before.Authorizations }))
            yield return $"I7: authorization {accepted.Authorization.Id} was denied and moved something";
        if (accepted.Denial is not null && !after.Authorizations.Take(before.Authorizations.Count).SequenceEqual(before.Authorizations))
            yield return $"I7: authorization {accepted.Authorization.Id} was denied and changed another one";
    }
}
