namespace ForceOps.Postgres.Delayed;

/// <summary>A party of a stored transfer.</summary>
/// <param name="Kind"><c>customer</c>, <c>merchant</c>, <c>card</c> or <c>outside</c>.</param>
/// <param name="Id">Of all but a party outside.</param>
/// <param name="Type">Of a party outside.</param>
/// <param name="ExternalId">Of a party outside.</param>
internal sealed record StoredParty(string Kind, long? Id = null, string? Type = null, string? ExternalId = null)
{
    internal static StoredParty Of(TransferParty party) => party switch
    {
        TransferParty.Customer customer => new("customer", customer.Id),
        TransferParty.Merchant merchant => new("merchant", merchant.Id),
        TransferParty.Card card => new("card", card.Id),
        TransferParty.Outside outside => new("outside", Type: outside.Type, ExternalId: outside.ExternalId),
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    internal TransferParty ToParty() => Kind switch
    {
        "customer" => new TransferParty.Customer(Id!.Value),
        "merchant" => new TransferParty.Merchant(Id!.Value),
        "card" => new TransferParty.Card(Id!.Value),
        "outside" => new TransferParty.Outside(Type!, ExternalId!),
        _ => throw new InvalidOperationException($"the tables hold a party '{Kind}', which this build does not know"),
    };
}
