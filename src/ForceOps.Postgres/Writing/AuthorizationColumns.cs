using Npgsql;

namespace ForceOps.Postgres.Writing;

/// <summary>The columns of an authorization that the rules need, and how a row becomes one.</summary>
internal static class AuthorizationColumns
{
    /// <summary>The second side of a transfer has no tracking id of its own: the pair owns it once.</summary>
    internal const string List =
        "id, coalesce(tracking_id, (SELECT owner.tracking_id FROM authorizations owner WHERE owner.book = $1 AND owner.id = authorizations.counterpart_id)), type, channel, account_id, processing_code, impact, amount, fee, currency, descriptor, metadata, parent_id, "
        + "original_id, original_on_network, value_date, event_date, canceled_amount, canceled_fee, asked_all, asked_fees, in_timeline, cid, counterpart_id, external";

    internal static Authorization Read(NpgsqlDataReader row) => new()
    {
        Id = row.GetInt64(0),
        TrackingId = TrackingId.Parse(row.GetString(1)),
        Type = StoredText.ToAuthorizationType(row.GetString(2)),
        Channel = StoredText.ToChannel(row.GetString(3)),
        AccountId = row.GetInt64(4),
        ProcessingCode = ProcessingCode.Parse(row.GetString(5)),
        Impact = (BalanceImpact)row.GetInt16(6),
        Amount = row.GetDecimal(7),
        Fee = row.GetDecimal(8),
        Currency = Currency.Parse(row.GetString(9)),
        Descriptor = row.IsDBNull(10) ? null : row.GetString(10),
        Metadata = row.IsDBNull(11) ? null : row.GetString(11),
        ParentId = row.IsDBNull(12) ? null : row.GetInt64(12),
        Original = row.IsDBNull(13) ? null : new OriginalAuthorization(row.GetInt64(13), row.GetBoolean(14)),
        ValueDate = row.IsDBNull(15) ? null : row.GetFieldValue<DateTimeOffset>(15),
        EventDate = row.GetFieldValue<DateTimeOffset>(16),
        CanceledAmount = row.GetDecimal(17),
        CanceledFee = row.GetDecimal(18),
        AskedAll = row.GetBoolean(19),
        AskedFees = row.GetBoolean(20),
        InTimeline = row.GetBoolean(21),
        Cid = row.GetString(22),
        CounterpartId = row.IsDBNull(23) ? null : row.GetInt64(23),
        External = row.IsDBNull(24) ? null : row.GetString(24),
    };
}
