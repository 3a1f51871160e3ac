namespace ForceOps.Api.Faults;

/// <summary>A rule as people look at it.</summary>
/// <param name="Name">Rules are tried in the order of their names; the first that strikes is the only one.</param>
/// <param name="Match">As set.</param>
/// <param name="Effect">As set.</param>
/// <param name="Matched">Requests that it was about, in this process, since it was put; of a rule about webhooks the events, once for each webhook.</param>
/// <param name="Struck">How many of them it struck.</param>
internal sealed record FaultRuleView(string Name, FaultMatchBody? Match, FaultEffectBody? Effect, long Matched, long Struck)
{
    internal static FaultRuleView Of(string name, FaultRuleBody? body, CountedRule? counted) =>
        new(name, body?.Match, body?.Effect, counted?.Matched ?? 0, counted?.Struck ?? 0);
}
