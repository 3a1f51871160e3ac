using System.Diagnostics;

namespace ForceOps.Postgres.Schema;

/// <summary>Converts the operations on held money to and from the form in which they are stored until they are posted.</summary>
internal static class StoredHolds
{
    internal static StoredOperation Of(Operation operation, StoredOperation common) => operation switch
    {
        HoldFunds hold => common with
        {
            AccountId = hold.AccountId, Amount = hold.Amount.Value, ProcessingCode = hold.ProcessingCode.Text,
            SkipsBalance = hold.SkipsBalance, SkipsStatus = hold.SkipsStatus,
        },
        OperationOnHolds taken => common with
        {
            AccountId = taken.AccountId, Amount = taken.Amount.Value, ProcessingCode = taken.ProcessingCode.Text,
            AuthorizationId = taken.AuthorizationId, OriginalTrackingId = taken.OriginalTrackingId?.Text, SkipsStatus = taken.SkipsStatus,
            To = taken is TransferHold transfer ? StoredParty.Of(transfer.To) : null,
        },
        CancelHoldTransfer cancel => common with
        {
            AccountId = cancel.AccountId, Amount = cancel.Amount.Value, ProcessingCode = cancel.ProcessingCode.Text,
            AuthorizationId = cancel.AuthorizationId, OriginalTrackingId = cancel.OriginalTrackingId?.Text,
        },
        _ => throw new UnreachableException(),
    };

    internal static Operation ToOperation(StoredOperation stored, TrackingId trackingId)
    {
        var (account, amount, code) = (
            stored.AccountId!.Value, Amount.Create(stored.Amount!.Value), ProcessingCode.Parse(stored.ProcessingCode!));
        TrackingId? original = stored.OriginalTrackingId is { } text ? TrackingId.Parse(text) : null;
        return stored.Kind switch
        {
            OperationKinds.HoldFunds => new HoldFunds
            {
                TrackingId = trackingId, CorrelationId = stored.Cid, AccountId = account, Amount = amount, ProcessingCode = code,
                SkipsBalance = stored.SkipsBalance!.Value, SkipsStatus = stored.SkipsStatus!.Value,
            },
            OperationKinds.ReleaseHold => new ReleaseHold
            {
                TrackingId = trackingId, CorrelationId = stored.Cid, AccountId = account, Amount = amount, ProcessingCode = code,
                AuthorizationId = stored.AuthorizationId, OriginalTrackingId = original, SkipsStatus = stored.SkipsStatus!.Value,
            },
            OperationKinds.TransferHold => new TransferHold
            {
                TrackingId = trackingId, CorrelationId = stored.Cid, AccountId = account, Amount = amount, ProcessingCode = code,
                AuthorizationId = stored.AuthorizationId, OriginalTrackingId = original, SkipsStatus = stored.SkipsStatus!.Value,
                To = stored.To!.ToParty(),
            },
            OperationKinds.CancelHoldTransfer => new CancelHoldTransfer
            {
                TrackingId = trackingId, CorrelationId = stored.Cid, AccountId = account, Amount = amount, ProcessingCode = code,
                AuthorizationId = stored.AuthorizationId, OriginalTrackingId = original,
            },
            _ => throw new UnreachableException(),
        };
    }
}
