namespace ForceOps;

/// <summary>What a request says, for telling how a second one under the same tracking id differs from the first.</summary>
[Flags]
public enum RequestFields
{
    None = 0,

    /// <summary>Another kind of operation altogether; nothing else is compared then.</summary>
    Kind = 1,
    Account = 2,
    Amount = 4,
    ProcessingCode = 8,
    Currency = 16,
    Descriptor = 32,
    Metadata = 64,
    OriginalAuthorization = 128,
    ValueDate = 256,

    /// <summary>The authorization to cancel.</summary>
    Canceled = 512,
    CancelFees = 1024,
}
