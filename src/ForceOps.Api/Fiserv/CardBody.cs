namespace ForceOps.Api.Fiserv;

internal sealed class CardBody
{
    /// <summary>The number, in the clear: a test card's. Its first digits and its last four are kept.</summary>
    public string? CardData { get; init; }

    /// <summary>01 to 12.</summary>
    public string? ExpirationMonth { get; init; }

    /// <summary>Four digits.</summary>
    public string? ExpirationYear { get; init; }

    /// <summary>Looked at and forgotten.</summary>
    public string? SecurityCode { get; init; }

    /// <summary>Not the values.</summary>
    public override string ToString() => nameof(CardBody);
}
