namespace ForceOps.Api.Bluefin;

internal sealed class CredentialOnFileBody
{
    /// <summary>CUSTOMER or MERCHANT.</summary>
    public string? TransactionInitiator { get; init; }

    /// <summary>INITIAL or SUBSEQUENT.</summary>
    public string? StoredCredentialIndicator { get; init; }

    /// <summary>SCHEDULED or UNSCHEDULED.</summary>
    public string? ScheduleIndicator { get; init; }
}
