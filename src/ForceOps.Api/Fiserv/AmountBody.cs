namespace ForceOps.Api.Fiserv;

internal sealed class AmountBody
{
    /// <summary>A number, in major units.</summary>
    public decimal? Total { get; init; }

    /// <summary>ISO 4217, three letters.</summary>
    public string? Currency { get; init; }
}
