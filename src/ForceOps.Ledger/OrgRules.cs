namespace ForceOps;

/// <summary>What an org decides for all its operations.</summary>
/// <param name="Currency">Of an account that is opened without naming one.</param>
/// <param name="OpenOnFirstUse">Whether a force opens the account that it names.</param>
/// <param name="Codes">The org's processing codes.</param>
public sealed record OrgRules(Currency Currency, bool OpenOnFirstUse, IReadOnlyDictionary<ProcessingCode, ProcessingRule> Codes)
{
    /// <summary>Whether the org has the code and it goes this way.</summary>
    internal Outcome.Rejected? CheckCode(ProcessingCode code, BalanceImpact impact) => !Codes.TryGetValue(code, out var rule)
        ? Rejections.ProcessingCodeNotFound(code)
        : rule.Impact == impact ? null : Rejections.ProcessingCodeMismatch(rule, impact);

    /// <summary>The code of a cancellation; the original's own when its code names none or is gone.</summary>
    public ProcessingCode ReversalOf(ProcessingCode code) => Codes.TryGetValue(code, out var rule) ? rule.ReversalCode ?? code : code;
}
