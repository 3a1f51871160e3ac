namespace ForceOps.Api.Faults;

/// <summary>A rule as it is set: when, and what then.</summary>
internal sealed record FaultRuleBody
{
    /// <summary>All that is given must hold; absent: every request to an emulated API.</summary>
    public FaultMatchBody? Match { get; init; }

    public FaultEffectBody? Effect { get; init; }
}
