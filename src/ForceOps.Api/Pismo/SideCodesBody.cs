namespace ForceOps.Api.Pismo;

/// <summary>Exactly one of the two.</summary>
internal sealed class SideCodesBody
{
    public string? Credit { get; init; }

    public string? Debit { get; init; }
}
