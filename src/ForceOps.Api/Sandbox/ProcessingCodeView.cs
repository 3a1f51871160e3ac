using ForceOps.Postgres.Model;

namespace ForceOps.Api.Sandbox;

/// <summary>A processing code, as it is shown and as it is set.</summary>
/// <param name="Code">3 to 6 letters or digits.</param>
/// <param name="BalanceImpact">1 credit, -1 debit, 0 none.</param>
/// <param name="Description">At most 50 characters.</param>
/// <param name="ReversalCode">Of a cancellation; null keeps the original's code.</param>
/// <param name="Fee">What a force with this code charges besides its amount.</param>
internal sealed record ProcessingCodeView(string? Code, int? BalanceImpact, string? Description, string? ReversalCode, FeeView? Fee)
{
    internal static ProcessingCodeView Of(ProcessingCodeRow row) => new(
        row.Code, row.Impact, row.Description, row.ReversalCode,
        FeeRule.Charging(row.FeeFixed, row.FeePercent) is { } fee ? new FeeView(fee.Fixed, fee.Percent) : null);

    /// <summary>The rule that this says, or the first thing wrong with it.</summary>
    internal (ProcessingRule? Rule, IResult? Error) Read(string code)
    {
        if (!ProcessingCode.TryParse(code, out var parsed) || (Code is not null && !string.Equals(Code, code, StringComparison.Ordinal)))
            return (null, SandboxProblem.Invalid("code", "must be the 3 to 6 letters or digits of the path"));
        if (BalanceImpact is not (1 or -1 or 0))
            return (null, SandboxProblem.Invalid("balance_impact", "must be 1, -1 or 0"));
        if (!ProcessingRule.IsDescription(Description))
            return (null, SandboxProblem.Invalid("description", "must be at most 50 characters without control characters"));
        ProcessingCode? reversal = null;
        if (ReversalCode is not null)
        {
            if (!ProcessingCode.TryParse(ReversalCode, out var other))
                return (null, SandboxProblem.Invalid("reversal_code", "must be 3 to 6 letters or digits"));
            reversal = other;
        }
        if (!IsFee(Fee?.Fixed) || !IsFee(Fee?.Percent) || Fee?.Percent >= FeeRule.PercentLimit)
            return (null, SandboxProblem.Invalid("fee", "must hold a fixed sum and a percentage, neither negative"));
        var fee = FeeRule.Charging(Fee?.Fixed ?? 0, Fee?.Percent ?? 0);
        return (new ProcessingRule(parsed, (ForceOps.BalanceImpact)BalanceImpact.Value, Description, reversal, fee), null);
    }

    private static bool IsFee(decimal? number) => number is null or 0 || Amount.TryCreate(number.Value, out _);
}
