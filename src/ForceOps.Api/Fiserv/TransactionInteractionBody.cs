namespace ForceOps.Api.Fiserv;

internal sealed class TransactionInteractionBody
{
    /// <summary>ECOM (when absent), MOTO or POS.</summary>
    public string? Origin { get; init; }
}
