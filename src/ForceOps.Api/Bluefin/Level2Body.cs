namespace ForceOps.Api.Bluefin;

internal sealed class Level2Body
{
    public string? MerchantReference { get; init; }
    public string? OrderId { get; init; }
    public string? Tax { get; init; }
    public string? Zip { get; init; }
}
