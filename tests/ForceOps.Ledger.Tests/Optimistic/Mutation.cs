namespace ForceOps.Tests.Optimistic;

/// <summary>Names the ways in which the writing path is made wrong, one at a time, to see whether the checker notices.</summary>
internal enum Mutation
{
    None,

    /// <summary>The swap compares versions only.</summary>
    NoBalanceCompare,

    /// <summary>The swap compares balances only.</summary>
    NoVersionCompare,

    /// <summary>take_ids does not ask whether all accounts fit.</summary>
    FitsIgnored,

    /// <summary>take_ids does not compare the book.</summary>
    NoBookCheck,

    /// <summary>take_ids does not compare the version of the rules.</summary>
    NoRulesCheck,

    /// <summary>take_ids compares neither.</summary>
    NoOrgCheck,

    /// <summary>take_ids does not look whether anything waits.</summary>
    NoDelayedLook,

    /// <summary>take_ids is STABLE, so it sees what the statement saw before it waited for its locks.</summary>
    StableLook,

    /// <summary>The optimistic statement takes its ids before its locks.</summary>
    IdsBeforeLocks,

    /// <summary>The locking path reads the org, and takes its ids, before its locks.</summary>
    OrgBeforeLocks,

    /// <summary>The locking path reads accounts without locking them; the swap is still compared.</summary>
    ReadWithoutLocks,

    /// <summary>The locking path does not compare what it swaps.</summary>
    LockedSwapNotCompared,

    /// <summary>Tracking ids are looked up, but no unique index guards them.</summary>
    NoUniqueIndex,

    /// <summary>Accounts are locked in the order of the forces.</summary>
    UnorderedLocks,

    /// <summary>A lost commit is taken for one that did not happen: the batch runs again as if it were new.</summary>
    LostIsNotCommitted,

    /// <summary>A lost commit is taken for one that happened.</summary>
    LostIsCommitted,

    /// <summary>After a lost commit whatever has the tracking id is taken for one's own.</summary>
    AnyRowIsOwn,

    /// <summary>After a lost commit a refusal is told as a refusal, not as 503.</summary>
    RefusalIsFinal,

    /// <summary>After a failure the accounts stay in the cache as the batch left them.</summary>
    CacheNotInvalidated,

    /// <summary>The locking path does not compare the book that it remembers with the org's.</summary>
    BookTrusted,

    /// <summary>A setting of an account raises its version by 1, as a posting does.</summary>
    SettingRaisesByOne,

    /// <summary>A setting of an account leaves its version as it was.</summary>
    SettingRaisesNothing,

    /// <summary>The version of the rules is raised in a transaction of its own, before the rules change.</summary>
    VersionBeforeRules,

    /// <summary>A switch of the book leaves the version of the rules as it was.</summary>
    SwitchKeepsVersion,

    /// <summary>A switch keeps the version, and take_ids does not compare the book.</summary>
    SwitchKeepsVersionAndNoBookCheck,

    /// <summary>The worker does not look whether the tracking id was posted meanwhile.</summary>
    WorkerDoesNotLook,
}

/// <summary>Names what a state or a step breaks.</summary>
internal enum Violation
{
    None,
    TrackingIdPostedTwice,
    BalanceIsNotTheSum,
    IdsDescend,
    PostedToTheBookOfBefore,
    PostedByOldRules,
    PostedPastASetting,
    RefusedYetPosted,
    WaitsAndPosted,
    AnsweredButNotThere,
    ToldOfARepeatThatWasNone,
    Deadlock,
    NobodyGoesOn,
    CommittedAfterTheSwitchWasAnswered,
    CommittedAfterTheRulesWereAnswered,
}
