namespace ForceOps.Api.Bluefin;

/// <summary>Sums as texts, in major units with at most two decimals.</summary>
internal sealed class AmountsBody
{
    public string? Total { get; init; }

    /// <summary>USD.</summary>
    public string? Currency { get; init; }

    /// <summary>Part of the total (decision), as are the three below.</summary>
    public string? Gratuity { get; init; }

    public string? Cashback { get; init; }
    public string? Surcharge { get; init; }
    public string? AdditionalFee { get; init; }
}
