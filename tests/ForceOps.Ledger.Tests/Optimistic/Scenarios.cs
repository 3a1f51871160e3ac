namespace ForceOps.Tests.Optimistic;

/// <summary>Lists the worlds that are explored.</summary>
internal static class Scenarios
{
    private const int A = 0, B = 1;

    internal static Scenario SameTrackingId { get; } = new("the same tracking id at both services, and a connection breaks",
        new ModelRequest(A, new ModelForce(0, 0, 2)), new ModelRequest(B, new ModelForce(0, 0, 3))) { Losses = 1 };

    internal static Scenario OtherAccount { get; } = new("the same tracking id on two accounts, and a connection breaks",
        new ModelRequest(A, new ModelForce(0, 0, 2)), new ModelRequest(B, new ModelForce(0, 1, 3))) { Losses = 1 };

    internal static Scenario InFlight { get; } = new("two batches in flight at one service, and another process is faster",
        new ModelRequest(A, new ModelForce(0, 0, 2)), new ModelRequest(A, new ModelForce(1, 0, 3)),
        new ModelRequest(B, new ModelForce(2, 0, 5)))
    { Repeats = false };

    internal static Scenario TwoAccounts { get; } = new("two accounts in opposite orders, and a connection breaks",
        new ModelRequest(A, new ModelForce(0, 0, 2), new ModelForce(1, 1, 3)),
        new ModelRequest(B, new ModelForce(2, 1, 5), new ModelForce(0, 0, 7))) { Losses = 1, Repeats = false };

    internal static Scenario TwoKeys { get; } = new("two tracking ids in opposite orders on two accounts",
        new ModelRequest(A, new ModelForce(0, 0, 2), new ModelForce(1, 0, 3)),
        new ModelRequest(B, new ModelForce(1, 1, 5), new ModelForce(0, 1, 7))) { Losses = 1, Repeats = false };

    internal static Scenario Reset { get; } = new("a reset, and a connection breaks",
        new ModelRequest(A, new ModelForce(0, 0, 2)), new ModelRequest(B, new ModelForce(0, 0, 3)))
    { Changes = [Change.Reset], Losses = 1, Repeats = false };

    internal static Scenario ResetAndRepeat { get; } = new("a reset that takes the code away, and connections break",
        new ModelRequest(A, new ModelForce(0, 0, 2))) { Changes = [Change.Reset], Losses = 2, ResetRemovesCode = true };

    internal static Scenario Rules { get; } = new("a change of the rules, and a connection breaks",
        new ModelRequest(A, new ModelForce(0, 0, 2)), new ModelRequest(A, new ModelForce(1, 0, 3)))
    { Changes = [Change.Rules], Losses = 1, Repeats = false };

    internal static Scenario Setting { get; } = new("an account becomes a delayed one, and a connection breaks",
        new ModelRequest(A, new ModelForce(0, 0, 0)), new ModelRequest(A, new ModelForce(1, 0, 3)))
    { Changes = [Change.Setting], Losses = 1, Repeats = false };

    internal static Scenario Waiting { get; } = new("an operation that waits, and the same tracking id at the other service",
        new ModelRequest(A, new ModelForce(0, 0, 2, IsDelayed: true)), new ModelRequest(B, new ModelForce(0, 0, 2)))
    { Losses = 1, Repeats = false };

    internal static Scenario WaitingElsewhere { get; } = new("an operation that waits, and the same tracking id on another account",
        new ModelRequest(A, new ModelForce(0, 0, 2, IsDelayed: true)), new ModelRequest(B, new ModelForce(0, 1, 2)))
    { Losses = 1, Repeats = false };

    internal static Scenario WaitingAndReset { get; } = new("an operation that waits, and a reset",
        new ModelRequest(A, new ModelForce(0, 0, 2, IsDelayed: true)), new ModelRequest(B, new ModelForce(1, 0, 2)))
    { Changes = [Change.Reset], Repeats = false };

    internal static Scenario LockThatLasts { get; } = new("a row that stays locked, and a connection breaks",
        new ModelRequest(A, new ModelForce(0, 0, 2)), new ModelRequest(B, new ModelForce(0, 0, 2)))
    { Losses = 1, Timeouts = 1, Repeats = false };

    internal static Scenario Death { get; } = new("a service dies",
        new ModelRequest(A, new ModelForce(0, 0, 2)), new ModelRequest(A, new ModelForce(1, 0, 3))) { Losses = 1, Dies = true };

    internal static IReadOnlyList<Scenario> All { get; } =
    [
        SameTrackingId, OtherAccount, InFlight, TwoAccounts, TwoKeys, Reset, ResetAndRepeat, Rules, Setting, Waiting, WaitingElsewhere,
        WaitingAndReset, LockThatLasts, Death,
    ];

    /// <summary>Larger worlds, for a machine with a minute and two gigabytes to spare.</summary>
    internal static IReadOnlyList<Scenario> Larger { get; } =
    [
        SameTrackingId with { Losses = 2, RunsMax = 4 },
        OtherAccount with { Losses = 2 },
        InFlight with { Losses = 1 },
        TwoKeys with { Losses = 2 },
        Reset with { Repeats = true },
        ResetAndRepeat with { Changes = [Change.Reset, Change.Rules], ResetRemovesCode = false, Losses = 2 },
        Rules with { Losses = 2 },
        Setting with { Changes = [Change.Setting, Change.Reset] },
        Waiting with { Repeats = true, Losses = 2 },
        LockThatLasts with { Timeouts = 2 },
        Death with { Losses = 2 },
    ];
}
