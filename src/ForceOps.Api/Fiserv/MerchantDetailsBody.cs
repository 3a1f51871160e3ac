namespace ForceOps.Api.Fiserv;

internal sealed class MerchantDetailsBody
{
    /// <summary>A number names the account of that id; any other text one that is made of its hash.</summary>
    public string? MerchantId { get; init; }

    public string? TerminalId { get; init; }
}
