using ForceOps.Postgres.Model;

namespace ForceOps.Postgres;

/// <summary>A forced operation's row in the ledger's terms.</summary>
internal static class StoredAuthorization
{
    internal static Authorization Of(AuthorizationRow row) => new()
    {
        Id = row.Id,
        TrackingId = TrackingId.Parse(row.TrackingId!),
        Type = StoredText.ToAuthorizationType(row.Type),
        Channel = StoredText.ToChannel(row.Channel),
        AccountId = row.AccountId,
        ProcessingCode = ProcessingCode.Parse(row.ProcessingCode),
        Impact = (BalanceImpact)row.Impact,
        Amount = row.Amount,
        Fee = row.Fee,
        Currency = Currency.Parse(row.Currency),
        Descriptor = row.Descriptor,
        Metadata = row.Metadata,
        ParentId = row.ParentId,
        EventDate = row.EventDate,
        CanceledAmount = row.CanceledAmount,
        CanceledFee = row.CanceledFee,
        InTimeline = row.InTimeline,
        Cid = row.Cid,
        AskedAll = row.AskedAll,
        AskedFees = row.AskedFees,
    };
}
