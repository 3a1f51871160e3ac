namespace ForceOps.Tool.Attack;

/// <summary>Holds what an attack was asked for.</summary>
internal sealed record AttackOptions
{
    internal required IReadOnlyList<Scenario> Scenarios { get; init; }

    /// <summary>The latency that is longer than the client waits.</summary>
    internal required TimeSpan Slow { get; init; }

    /// <summary>The time for which a unit may stay unfinished, with nothing happening, after the drive came back.</summary>
    internal required TimeSpan Patience { get; init; }

    /// <summary>The time after which no further scenario begins.</summary>
    internal required TimeSpan Budget { get; init; }

    /// <summary>True when the drive is a test suite: one run of it is one unit, with accounts of its own choice.</summary>
    internal bool IsSuite { get; init; }

    /// <summary>The client's receiver of webhooks; null when the client made its webhook itself, or has none.</summary>
    internal Uri? WebhookUrl { get; init; }

    internal string? WebhookSecret { get; init; }

    /// <summary>Says what balance the client believes in; null when nobody can ask it.</summary>
    internal Belief? Belief { get; init; }
}

/// <summary>Holds what an attack found.</summary>
internal sealed record AttackResult(
    Lesson Lesson, IReadOnlyList<ScenarioResult> Scenarios, IReadOnlyList<System.Text.Json.JsonElement> Findings, TimeSpan Took);

/// <summary>Holds what one scenario showed.</summary>
/// <param name="Why">The reason of the verdict, in one sentence.</param>
/// <param name="Units">How many units of work were done.</param>
/// <param name="Struck">How often a fault struck.</param>
/// <param name="Story">The client's requests in a scenario that harmed it: what was asked, and what was answered or withheld.</param>
internal sealed record ScenarioResult(
    Scenario Scenario, Verdict Verdict, string Why, int Units, long Struck, IReadOnlyList<Difference> Differences,
    IReadOnlyList<System.Text.Json.JsonElement> Findings, IReadOnlyList<string> Story)
{
    internal TimeSpan Took { get; init; }
}

/// <summary>Says how a client came through a scenario.</summary>
internal enum Verdict
{
    Survived,
    Harmed,

    /// <summary>The client never came near it, so that nothing is known.</summary>
    NotExercised,

    /// <summary>It was met, and nobody can say how it ended.</summary>
    Inconclusive,
}
