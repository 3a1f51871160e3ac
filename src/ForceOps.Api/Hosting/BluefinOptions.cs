using System.ComponentModel.DataAnnotations;

namespace ForceOps.Api.Hosting;

/// <summary>Section <c>ForceOps:Bluefin</c>.</summary>
public sealed class BluefinOptions
{
    /// <summary>Bluefin's sample says a refund balance of 0.00 after a force, its text allows refunds while there is one; the emulator does both.</summary>
    [EnumDataType(typeof(RefundsOfForce))]
    public RefundsOfForce RefundsOfForce { get; set; } = RefundsOfForce.Allowed;

    /// <summary>Who may call in strict mode.</summary>
    public IList<BluefinKeyOptions> Keys { get; } = [];
}
