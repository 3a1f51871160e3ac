namespace ForceOps.Api.Faults;

/// <summary>The words of rules and header for closed sets. Null: no such word.</summary>
internal static class FaultWords
{
    internal static FaultDrop? Drop(string word) => word switch
    {
        "before_commit" => FaultDrop.BeforeCommit,
        "after_commit" => FaultDrop.AfterCommit,
        _ => null,
    };

    internal static AcquirerAnswer? Acquirer(string word) => word switch
    {
        "approved" => AcquirerAnswer.Approved,
        "declined" => AcquirerAnswer.Declined,
        "timed_out" => AcquirerAnswer.TimedOut,
        _ => null,
    };

    internal static WebhookFault? Webhooks(string word) => word switch
    {
        "duplicate" => WebhookFault.Duplicate,
        "reorder" => WebhookFault.Reorder,
        _ => null,
    };
}
