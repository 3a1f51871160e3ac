namespace ForceOps.Tests.Optimistic;

/// <summary>A mutation, the world in which it shows, and what it breaks there; or the reason why it breaks nothing.</summary>
internal sealed record Mutant(Mutation Mutation, Scenario Scenario, Violation Breaks, string Survives = "");

/// <summary>Lists the mutations with what becomes of them.</summary>
internal static class Mutants
{
    internal static IReadOnlyList<Mutant> All { get; } =
    [
        new(Mutation.NoBalanceCompare, Scenarios.InFlight, Violation.BalanceIsNotTheSum),
        new(Mutation.NoVersionCompare, Scenarios.Setting, Violation.PostedPastASetting),
        new(Mutation.FitsIgnored, Scenarios.InFlight, Violation.BalanceIsNotTheSum),
        new(Mutation.NoRulesCheck, Scenarios.Rules, Violation.PostedByOldRules),
        new(Mutation.NoOrgCheck, Scenarios.Reset, Violation.PostedToTheBookOfBefore),
        new(Mutation.NoDelayedLook, Scenarios.Waiting, Violation.WaitsAndPosted),
        new(Mutation.StableLook, Scenarios.Waiting, Violation.WaitsAndPosted),
        new(Mutation.IdsBeforeLocks, Scenarios.InFlight, Violation.IdsDescend),
        new(Mutation.OrgBeforeLocks, Scenarios.InFlight, Violation.IdsDescend),
        new(Mutation.ReadWithoutLocks, Scenarios.Waiting, Violation.WaitsAndPosted),
        new(Mutation.NoUniqueIndex, Scenarios.OtherAccount, Violation.TrackingIdPostedTwice),
        new(Mutation.UnorderedLocks, Scenarios.TwoAccounts, Violation.Deadlock),
        new(Mutation.LostIsNotCommitted, Scenarios.SameTrackingId, Violation.ToldOfARepeatThatWasNone),
        new(Mutation.LostIsCommitted, Scenarios.SameTrackingId, Violation.AnsweredButNotThere),
        new(Mutation.AnyRowIsOwn, Scenarios.SameTrackingId, Violation.AnsweredButNotThere),
        new(Mutation.RefusalIsFinal, Scenarios.ResetAndRepeat, Violation.RefusedYetPosted),
        new(Mutation.BookTrusted, Scenarios.Reset, Violation.PostedToTheBookOfBefore),
        new(Mutation.SettingRaisesByOne, Scenarios.Setting, Violation.PostedPastASetting),
        new(Mutation.SettingRaisesNothing, Scenarios.Setting, Violation.PostedPastASetting),
        new(Mutation.VersionBeforeRules, Scenarios.Rules, Violation.PostedByOldRules),
        new(Mutation.SwitchKeepsVersionAndNoBookCheck, Scenarios.Reset, Violation.PostedToTheBookOfBefore),
        new(Mutation.WorkerDoesNotLook, Scenarios.WaitingElsewhere, Violation.NobodyGoesOn),
        new(Mutation.NoBookCheck, Scenarios.Reset, Violation.None,
            "A switch raises the version of the rules too, and take_ids compares that: two guards, of which either is enough."),
        new(Mutation.SwitchKeepsVersion, Scenarios.Reset, Violation.None, "take_ids compares the book: the other of the two guards."),
        new(Mutation.LockedSwapNotCompared, Scenarios.InFlight, Violation.None,
            "The locking path compares rows that it has locked: nobody can have changed them. The comparison guards against bugs."),
        new(Mutation.CacheNotInvalidated, Scenarios.InFlight, Violation.None,
            "What is cached wrongly fails its comparison again and again: it costs a run each time, and never a wrong posting."),
    ];

    internal static Mutant Of(string mutation) =>
        All.Single(mutant => string.Equals(mutant.Mutation.ToString(), mutation, StringComparison.Ordinal));
}
