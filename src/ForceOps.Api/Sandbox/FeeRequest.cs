using System.ComponentModel.DataAnnotations;
using ForceOps.Api.Access;
using ForceOps.Api.Seed;
using ForceOps.Postgres.Schema;

namespace ForceOps.Api.Sandbox;

/// <summary>Carries a fee rule: a fixed sum, a percentage of the amount, and how they make one fee.</summary>
internal class FeeRequest
{
    /// <summary>The fixed sum; 0 when absent.</summary>
    [Range(typeof(decimal), "0", "999999999999999.999")]
    public decimal? Fixed { get; init; }

    /// <summary>The percentage of the amount; 0 when absent.</summary>
    [Range(typeof(decimal), "0", "999999999999999.999")]
    public decimal? Percent { get; init; }

    /// <summary>sum charges both parts, greater the larger one; sum when absent.</summary>
    [AllowedValues("sum", "greater")]
    public string? Method { get; init; }

    internal FeeMethod HowMade => FeeWords.Methods.Find(Method) ?? FeeMethod.Sum;

    /// <summary>Returns the answer that names the first wrong member; null when all are right.</summary>
    internal IResult? FirstError(string path) =>
        FeeRule.ProblemOfFixed(Fixed ?? 0) is { } wrongSum ? SandboxProblem.Invalid($"{path}.fixed", wrongSum)
        : FeeRule.ProblemOfPercent(Percent ?? 0) is { } wrongPercent ? SandboxProblem.Invalid($"{path}.percent", wrongPercent)
        : Method is not null && FeeWords.Methods.Find(Method) is null
            ? SandboxProblem.Invalid($"{path}.method", FeeWords.Methods.Rule) : null;
}

/// <summary>Carries an account's own fee for one processing code.</summary>
internal sealed class AccountFeeRequest : FeeRequest
{
    /// <summary>The processing code, which need not exist yet.</summary>
    [Required]
    [RegularExpression("^[0-9A-Za-z]{3,6}$")]
    public string? Code { get; init; }

    internal FeeRule ToRule() => new(Fixed ?? 0, Percent ?? 0, HowMade);

    /// <summary>Returns the answer that names the first wrong fee of the list; null when all are right.</summary>
    internal static IResult? FirstError(IReadOnlyList<AccountFeeRequest?> fees)
    {
        var seen = new HashSet<ProcessingCode>();
        for (var i = 0; i < fees.Count; i++)
        {
            if (!ProcessingCode.TryParse(fees[i]?.Code, out var code))
                return SandboxProblem.Invalid($"fees[{i}].code", "must be 3 to 6 letters or digits");
            if (!seen.Add(code))
                return SandboxProblem.Invalid($"fees[{i}].code", "must be named once");
            if (fees[i]!.FirstError($"fees[{i}]") is { } error)
                return error;
        }
        return null;
    }
}

/// <summary>Describes a fee rule.</summary>
/// <param name="Fixed">The fixed sum; 0 when there is none.</param>
/// <param name="Percent">The percentage of the amount; 0 when there is none.</param>
/// <param name="Method">sum when both parts are charged, greater when the larger one is.</param>
internal sealed record FeeView(decimal? Fixed, decimal? Percent, string Method)
{
    internal static FeeView Of(FeeRule fee) => new(fee.Fixed, fee.Percent, ColumnText.Of(fee.Method));
}

/// <summary>Describes an account's own fee, which counts instead of the fee of the processing code.</summary>
/// <param name="Code">The processing code.</param>
/// <param name="Fixed">The fixed sum; 0 when there is none.</param>
/// <param name="Percent">The percentage of the amount; 0 when there is none.</param>
/// <param name="Method">sum when both parts are charged, greater when the larger one is.</param>
internal sealed record AccountFeeView(string Code, decimal Fixed, decimal Percent, string Method)
{
    internal static IReadOnlyList<AccountFeeView> Of(string? fees) => fees is null ? [] : [.. AccountFees.Read(fees).Select(
        fee => new AccountFeeView(fee.Key.Text, fee.Value.Fixed, fee.Value.Percent, ColumnText.Of(fee.Value.Method)))];
}
