namespace ForceOps;

/// <summary>
/// Identifies a tenant: <c>TN-</c> and a UUID, exactly 39 characters. Equality is by the UUID's value, so the case of its hex
/// digits does not matter. The default value is the all-zero UUID, which no seed uses.
/// </summary>
public readonly record struct OrgId(Guid Value)
{
    private const string Prefix = "TN-";

    /// <summary>The org of a request without <c>x-tenant</c> in open mode.</summary>
    public static OrgId Default { get; } = Parse("TN-00000000-0000-0000-0000-000000000001");

    public static bool TryParse(ReadOnlySpan<char> text, out OrgId org)
    {
        org = default;
        // Guid accepts signs and 0x inside its groups, which no UUID has.
        if (text.Length != 39 || !text.StartsWith(Prefix, StringComparison.Ordinal) || text[3..].ContainsAny('+', 'x', 'X')
            || !Guid.TryParseExact(text[3..], "D", out var value))
        {
            return false;
        }
        org = new OrgId(value);
        return true;
    }

    /// <exception cref="FormatException">The text is no org id.</exception>
    public static OrgId Parse(string text) =>
        TryParse(text, out var org) ? org : throw new FormatException($"'{text}' is not an org id");

    public override string ToString() => Prefix + Value.ToString("D");
}

/// <summary>Holds what an org decides for all its operations.</summary>
/// <param name="Currency">The currency of an account that is opened by a request without a currency.</param>
/// <param name="OpenOnFirstUse">True when a force opens the account that it names.</param>
public sealed record OrgRules(Currency Currency, bool OpenOnFirstUse, IReadOnlyDictionary<ProcessingCode, ProcessingRule> Codes)
{
    /// <summary>What the statuses of accounts allow: the pre-defined statuses, and the org's own.</summary>
    public IReadOnlyDictionary<AccountStatus, StatusRule> Statuses { get; init; } = StatusRule.Predefined;

    /// <summary>
    /// Checks whether an account of this status may give (a debit) or receive (a credit). A status that the org does not have allows
    /// nothing.
    /// </summary>
    internal bool Allows(AccountStatus status, BalanceImpact side) => Statuses.TryGetValue(status, out var rule) && rule.Allows(side);

    /// <summary>
    /// Checks that the org has the code, that the code has this impact and that it is not for held money; returns null when all are
    /// true.
    /// </summary>
    internal Outcome.Rejected? CheckCode(ProcessingCode code, BalanceImpact impact)
    {
        if (!Codes.TryGetValue(code, out var rule))
            return Rejections.ProcessingCodeNotFound(code);
        if (rule.OperationType != OperationType.Normal)
            return Rejections.ProcessingCodeMismatch(rule);
        return rule.Impact == impact ? null : Rejections.ProcessingCodeMismatch(rule, impact);
    }

    /// <summary>Returns the code of a cancellation; the original's own code when that code names no reversal code or is gone.</summary>
    public ProcessingCode ReversalOf(ProcessingCode code) => Codes.TryGetValue(code, out var rule) ? rule.ReversalCode ?? code : code;
}
