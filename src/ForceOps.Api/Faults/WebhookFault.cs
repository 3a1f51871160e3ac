namespace ForceOps.Api.Faults;

/// <summary>What goes wrong with the delivery of an operation's events. Each still arrives at least once.</summary>
internal enum WebhookFault
{
    /// <summary>Each event comes twice.</summary>
    Duplicate,

    /// <summary>Its events come after the next event of the account.</summary>
    Reorder,
}
