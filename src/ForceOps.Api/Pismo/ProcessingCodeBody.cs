namespace ForceOps.Api.Pismo;

/// <summary>Body and answer of <c>POST /orgs-operation/v1/processing-codes</c>.</summary>
internal sealed class ProcessingCodeBody
{
    /// <summary>3 to 6 letters or digits, not beginning with PSM.</summary>
    public string? Id { get; init; }

    /// <summary>1 credit, -1 debit, 0 none.</summary>
    public int? BalanceImpact { get; init; }

    /// <summary>At most 50 characters.</summary>
    public string? Description { get; init; }

    /// <summary>The code of a cancellation.</summary>
    public string? ReversalCode { get; init; }
}
