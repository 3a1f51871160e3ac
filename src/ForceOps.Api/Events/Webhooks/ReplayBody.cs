namespace ForceOps.Api.Events.Webhooks;

/// <summary>From where to deliver again.</summary>
internal sealed class ReplayBody
{
    /// <summary>The cursor of an event: everything behind it. Null or absent: everything there is.</summary>
    public string? After { get; init; }
}
