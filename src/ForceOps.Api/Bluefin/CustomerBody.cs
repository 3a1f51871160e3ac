namespace ForceOps.Api.Bluefin;

internal sealed class CustomerBody
{
    /// <summary>At most 100 characters.</summary>
    public string? Name { get; init; }

    public string? Email { get; init; }

    /// <summary><c>+</c> and 6 to 16 digits.</summary>
    public string? Phone { get; init; }

    public AddressBody? BillingAddress { get; init; }
}
