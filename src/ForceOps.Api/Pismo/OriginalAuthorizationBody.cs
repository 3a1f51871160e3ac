namespace ForceOps.Api.Pismo;

internal sealed class OriginalAuthorizationBody
{
    /// <summary>1 or more.</summary>
    public long? Id { get; set; }

    /// <summary>PLATFORM or NETWORK.</summary>
    public string? Type { get; set; }
}
