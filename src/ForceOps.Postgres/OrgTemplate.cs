namespace ForceOps.Postgres;

/// <summary>What a fresh org begins with.</summary>
public sealed record OrgTemplate(Currency Currency, IReadOnlyList<ProcessingRule> Codes);
