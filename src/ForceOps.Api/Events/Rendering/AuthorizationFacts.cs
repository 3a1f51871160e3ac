using System.Text.Json.Serialization;

namespace ForceOps.Api.Events.Rendering;

/// <summary>The operation inside an authorization's event. Only what was fixed when it was posted: a later try must give the same bytes.</summary>
/// <param name="Id">Of this authorization, of the cancellation when it is one.</param>
/// <param name="ParentAuthorizationId">With a cancellation: what it cancels.</param>
/// <param name="Code">Six digits, as the page's sample. The ledger knows no authorization code; these are the end of the id (decision).</param>
/// <param name="Descriptor">Absent when the request had none.</param>
/// <param name="OperationDescription">In words of ours: the processing code's description may be changed at any time (decision).</param>
/// <param name="ProcessingCode">Of this authorization.</param>
/// <param name="BalanceImpact">1, -1, or null for none.</param>
/// <param name="DestinationCurrency">Three letters: the account's currency (Pismo's page).</param>
/// <param name="Type">FORCE or TRANSFER.</param>
internal sealed record AuthorizationFacts(
    long Id,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] long? ParentAuthorizationId,
    string Code,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Descriptor,
    string OperationDescription,
    string ProcessingCode,
    int? BalanceImpact,
    string DestinationCurrency,
    string Type);
