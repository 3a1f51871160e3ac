namespace ForceOps.Api.Tests.Model;

/// <summary>Draws requests of hold funds: holds, and what takes from the holds of an account or from one that it names.</summary>
internal sealed class ModelHoldRequests(ModelRequests draw)
{
    private const string Root = "/payments/v1/payments/hold-funds/";

    private long _account = draw.Pick(ModelRequests.Holders);
    private readonly decimal _amount = draw.Pick(ModelRequests.SmallAmounts);
    private readonly string _code = draw.Pick<string>(
        ["200001", "200001", "200001", "200001", "200002", "200011", "200012", "090908", "NOSUCH"]);

    internal ModelRequest Next() => draw.Pick([Hold, Hold, Hold, Release, Transfer, Transfer, Cancel, Cancel])();

    private ModelRequest Hold()
    {
        var (skipsBalance, skipsStatus) = (draw.Chance(20), draw.Chance(30));
        var fields = Fields();
        (fields["skip_balance_validation"], fields["skip_status_validation"]) = (skipsBalance, skipsStatus);
        return Request("block", fields, (tracking, descriptor, metadata) => new HoldFunds
        {
            TrackingId = tracking, CorrelationId = "", Descriptor = descriptor, Metadata = metadata, AccountId = _account,
            Amount = Amount.Create(_amount), ProcessingCode = ProcessingCode.Parse(_code),
            SkipsBalance = skipsBalance, SkipsStatus = skipsStatus,
        });
    }

    private ModelRequest Release()
    {
        var (fields, id, original) = Named(AuthorizationType.Hold, must: false);
        return Request("unblock", fields, (tracking, descriptor, metadata) => new ReleaseHold
        {
            TrackingId = tracking, CorrelationId = "", Descriptor = descriptor, Metadata = metadata, AccountId = _account,
            Amount = Amount.Create(_amount), ProcessingCode = ProcessingCode.Parse(_code),
            AuthorizationId = id, OriginalTrackingId = original,
        });
    }

    private ModelRequest Transfer()
    {
        var (fields, id, original) = Named(AuthorizationType.Hold, must: false);
        var other = draw.Pick(ModelRequests.Holders);
        TransferParty to = draw.Chance(50) || other == _account
            ? new TransferParty.Outside("DEPOSIT", "bank") : new TransferParty.Customer(other);
        fields["to"] = to is TransferParty.Customer
            ? new { account = new { id = other } } : new { custom_info = new { type = "DEPOSIT", external_id = "bank" } };
        return Request("transfer", fields, (tracking, descriptor, metadata) => new TransferHold
        {
            TrackingId = tracking, CorrelationId = "", Descriptor = descriptor, Metadata = metadata, AccountId = _account,
            Amount = Amount.Create(_amount), ProcessingCode = ProcessingCode.Parse(_code), To = to,
            AuthorizationId = id, OriginalTrackingId = original,
        });
    }

    private ModelRequest Cancel()
    {
        var (fields, id, original) = Named(AuthorizationType.Transfer, must: true);
        // Before there is anything to cancel, a hold brings the sequence further.
        if (id == ModelRequests.Nobody && draw.Chance(80))
            return Hold();
        return Request("transfer/cancel", fields, (tracking, descriptor, metadata) => new CancelHoldTransfer
        {
            TrackingId = tracking, CorrelationId = "", Descriptor = descriptor, Metadata = metadata, AccountId = _account,
            Amount = Amount.Create(_amount), ProcessingCode = ProcessingCode.Parse(_code),
            AuthorizationId = id, OriginalTrackingId = original,
        });
    }

    private Dictionary<string, object?> Fields() => new(StringComparer.Ordinal)
    {
        ["account_id"] = _account, ["amount"] = _amount, ["processing_code"] = _code,
    };

    /// <summary>The fields, with the earlier operation by either name or, unless it must be named, mostly by none.</summary>
    private (Dictionary<string, object?> Fields, long? Id, TrackingId? Original) Named(AuthorizationType type, bool must)
    {
        var (model, service) = draw.Target(type, one => type == AuthorizationType.Hold || one.Original is not null);
        if (draw.Chance(85))
            _account = draw.AccountOf(model) ?? _account;
        var fields = Fields();
        var (byId, byTrackingId) = (draw.Chance(must ? 50 : 25), draw.Chance(25));
        byTrackingId |= must && !byId;
        fields["authorization_id"] = byId ? service : null;
        fields["original_tracking_id"] = byTrackingId ? draw.TrackingIdOf(model) : null;
        return (fields, byId ? model : null, byTrackingId ? TrackingId.Parse(draw.TrackingIdOf(model)) : null);
    }

    private ModelRequest Request(string route, Dictionary<string, object?> fields, Func<TrackingId, string?, string?, Operation> make) =>
        draw.Request(Root + route, fields, make, mayLackName: false);
}
