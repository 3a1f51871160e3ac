namespace ForceOps;

/// <summary>What a processing code does.</summary>
/// <param name="Code">Its name in the org.</param>
/// <param name="Impact">Direction of the movement on the account.</param>
/// <param name="Description">What people call it, at most 50 characters.</param>
/// <param name="ReversalCode">The code of a cancellation; null means the cancellation keeps the original's code.</param>
/// <param name="Fee">What a force with this code charges besides its amount; null means nothing.</param>
public sealed record ProcessingRule(ProcessingCode Code, BalanceImpact Impact, string? Description, ProcessingCode? ReversalCode, FeeRule? Fee)
{
    /// <summary>PostgreSQL keeps no NUL in a text, and no list of codes is better for the other control characters.</summary>
    public static bool IsDescription(string? text) => text is null || (text.Length <= 50 && !text.Any(char.IsControl));
}
