using System.ComponentModel.DataAnnotations;

namespace ForceOps.Api.Hosting;

/// <summary>Section <c>ForceOps:Sandbox</c>.</summary>
public sealed class SandboxOptions
{
    /// <summary>
    /// What <c>x-sandbox-key</c> must say on every sandbox route; null: nothing in open mode, and in strict mode the routes are closed.
    /// Sixteen characters at least, since nothing slows a caller down who guesses.
    /// </summary>
    [StringLength(256, MinimumLength = 16)]
    public string? Key { get; set; }
}
