namespace ForceOps.Api.Bluefin;

/// <summary>A billing or shipping address; address1, city, state and country are required, of a shipping address the recipient too.</summary>
internal sealed class AddressBody
{
    public string? Recipient { get; init; }
    public string? RecipientPhone { get; init; }
    public string? Address1 { get; init; }
    public string? Address2 { get; init; }
    public string? City { get; init; }
    public string? State { get; init; }
    public string? Zip { get; init; }
    public string? Country { get; init; }
    public string? Company { get; init; }
}
