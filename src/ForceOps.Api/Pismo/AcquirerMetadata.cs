namespace ForceOps.Api.Pismo;

/// <summary>What the emulated acquirer answered. The shape is ours: the public pages only say that it is in the metadata.</summary>
internal sealed record AcquirerMetadata(AcquirerReply Acquirer)
{
    /// <summary>Null when no card is part of the authorization.</summary>
    internal static AcquirerMetadata? Of(Authorization authorization) =>
        ForceOps.Acquirer.CardOf(authorization.External) is not null
            ? new AcquirerMetadata(new AcquirerReply(authorization.IsCancellation ? "refund" : "charge", "approved", (authorization.Id % 1_000_000).ToString("D6")))
            : null;
}
