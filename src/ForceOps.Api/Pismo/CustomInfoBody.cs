namespace ForceOps.Api.Pismo;

/// <summary>The outside world, in the client's words.</summary>
internal sealed class CustomInfoBody
{
    /// <summary>At most 100 characters, such as DEPOSIT.</summary>
    public string? Type { get; init; }

    /// <summary>At most 255 characters.</summary>
    public string? ExternalId { get; init; }
}
