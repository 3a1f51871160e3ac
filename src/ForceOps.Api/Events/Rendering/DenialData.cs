using System.Text.Json.Serialization;
using ForceOps.Api.Hosting;
using ForceOps.Postgres;

namespace ForceOps.Api.Events.Rendering;

/// <summary>Data of "Authorization denied": that of "Authorization created" as far as a request alone can say it, and why (decision).</summary>
/// <param name="Amount">As asked; absent when a cancel asked for all that is left.</param>
/// <param name="Authorization">The operation that did not become one.</param>
/// <param name="OriginalAuthorization">When the request named one.</param>
/// <param name="AccountId">Whose account; of a transfer the giving side's, if it is in the books.</param>
/// <param name="TrackingId">Of the operation. It is free again, unless another operation has it.</param>
/// <param name="Metadata">As it was sent.</param>
/// <param name="DenialCode">The ledger's name of the first check that failed, or TRACKING_ID_IN_USE.</param>
internal sealed record DenialData(
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] decimal? Amount,
    DeniedFacts Authorization,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] OriginalFacts? OriginalAuthorization,
    long AccountId,
    string TrackingId,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] RawObject? Metadata,
    string DenialCode)
{
    internal static DenialData Of(LedgerEvent one)
    {
        var (denial, operation) = (one.Denial!, one.Denied!);
        return new DenialData(
            AmountOf(operation), DeniedFacts.Of(denial.Id, operation),
            operation is Force { Original: { } original } ? new OriginalFacts(original.Id, original.OnNetwork ? "NETWORK" : "PLATFORM") : null,
            denial.AccountId, denial.TrackingId, RawObject.Of(operation.Metadata), denial.Error);
    }

    private static decimal? AmountOf(Operation operation) => operation switch
    {
        Force force => force.Amount.Value,
        CancelForce cancel => cancel.Amount?.Value,
        Transfer transfer => transfer.Amount.Value,
        CancelTransfer cancel => cancel.Amount.Value,
        _ => throw new System.Diagnostics.UnreachableException(),
    };
}
