using System.ComponentModel.DataAnnotations;

namespace ForceOps.Api.Hosting;

/// <summary>Section <c>ForceOps:Fiserv</c>.</summary>
public sealed class FiservOptions
{
    [EnumDataType(typeof(FiservProfile))]
    public FiservProfile Profile { get; set; } = FiservProfile.Seed;

    /// <summary>Who may call in strict mode.</summary>
    public IList<FiservKeyOptions> Keys { get; } = [];
}
