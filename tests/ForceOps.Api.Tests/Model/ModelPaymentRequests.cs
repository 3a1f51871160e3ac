namespace ForceOps.Api.Tests.Model;

/// <summary>Draws requests of the payment methods: payments at once and such that wait, their confirmations and cancellations.</summary>
internal sealed class ModelPaymentRequests(ModelRequests draw)
{
    private const string Root = "/payment-methods/v2/";

    private readonly decimal _amount = draw.Pick(ModelRequests.SmallAmounts);

    internal ModelRequest Next() =>
        draw.Pick([Payment, Payment, PreAuthorization, PreAuthorization, Transfer, Cancel, Cancel, Confirm, Confirm, Confirm])();

    private ModelRequest Payment() => Payment(waits: false);

    private ModelRequest PreAuthorization() => Payment(waits: true);

    private ModelRequest Payment(bool waits)
    {
        var (account, code, currency) = (draw.Pick(ModelRequests.Holders), PaymentCode(), draw.CurrencyFor(_amount));
        var fields = Fields(account, code, currency);
        if (waits)
            fields["pre_authorization"] = true;
        return Request("payments", fields, (tracking, descriptor, metadata) =>
        {
            var payment = new Payment
            {
                TrackingId = tracking, CorrelationId = "", Descriptor = descriptor, Metadata = metadata, AccountId = account,
                Amount = Amount.Create(_amount), ProcessingCode = ProcessingCode.Parse(code), Currency = ToCurrency(currency),
            };
            return waits ? new PreAuthorization(payment) : payment;
        });
    }

    private ModelRequest Transfer()
    {
        var (from, to) = (draw.Pick(ModelRequests.Holders), draw.Pick(ModelRequests.Holders));
        while (to == from)
            to = draw.Pick(ModelRequests.Holders);
        var (debit, credit, currency) = (draw.SideCode(), draw.SideCode(), draw.CurrencyFor(_amount));
        var fields = new Dictionary<string, object?>(StringComparer.Ordinal)
        {
            ["from"] = Side(from, debit), ["to"] = Side(to, credit), ["amount"] = _amount, ["currency"] = currency,
        };
        return Request("transfers", fields, (tracking, descriptor, metadata) => new PaymentTransfer
        {
            TrackingId = tracking, CorrelationId = "", Descriptor = descriptor, Metadata = metadata, From = from, To = to,
            Amount = Amount.Create(_amount), Currency = ToCurrency(currency),
            DebitCode = ModelRequests.Code(debit), CreditCode = ModelRequests.Code(credit),
        });
    }

    private ModelRequest Cancel()
    {
        var (model, service) = draw.Target(draw.Chance(60) ? AuthorizationType.Payment : AuthorizationType.PreAuthorization);
        var (byId, all) = (draw.Chance(50), draw.Chance(30));
        if (model == ModelRequests.Nobody && draw.Chance(80))
            return Payment();
        var fields = Named(byId ? service : null, byId ? null : draw.TrackingIdOf(model), all ? null : _amount);
        var route = draw.Chance(80) ? "payments/cancel" : "transfers/cancel";
        return Request(route, fields, (tracking, descriptor, metadata) => new CancelPayment
        {
            TrackingId = tracking, CorrelationId = "", Descriptor = descriptor, Metadata = metadata, AuthorizationId = byId ? model : null,
            OriginalTrackingId = byId ? null : TrackingId.Parse(draw.TrackingIdOf(model)), Amount = all ? null : Amount.Create(_amount),
        });
    }

    private ModelRequest Confirm()
    {
        var (model, service) = draw.Target(AuthorizationType.PreAuthorization);
        var (byPath, all) = (draw.Chance(50), draw.Chance(40));
        if (model == ModelRequests.Nobody && draw.Chance(80))
            return PreAuthorization();
        // By both names mostly of one pre-authorization, now and then of two.
        var original = byPath && draw.Chance(60) ? null
            : draw.TrackingIdOf(draw.Chance(80) ? model : draw.Target(AuthorizationType.PreAuthorization).Model);
        var path = byPath ? $"payments/{service}/confirm" : "payments/confirm";
        // Now and then far more than there is.
        var amount = draw.Chance(25) ? 5000 : _amount;
        return Request(path, Named(null, original, all ? null : amount), (tracking, descriptor, metadata) => new ConfirmPayment
        {
            TrackingId = tracking, CorrelationId = "", Descriptor = descriptor, Metadata = metadata,
            AuthorizationId = byPath ? model : null,
            OriginalTrackingId = original is null ? null : TrackingId.Parse(original), Amount = all ? null : Amount.Create(amount),
        });
    }

    private string PaymentCode() => draw.Pick<string>(
        ["100001", "100001", "100002", "100002", "100002", "100002", "100002", "100002", "100002", "090908", "090900", "200001", "NOSUCH"]);

    private Dictionary<string, object?> Fields(long account, string code, string? currency) => new(StringComparer.Ordinal)
    {
        ["account_id"] = account, ["amount"] = _amount, ["processing_code"] = code, ["currency"] = currency,
    };

    private static Dictionary<string, object?> Named(long? id, string? original, decimal? amount) => new(StringComparer.Ordinal)
    {
        ["authorization_id"] = id, ["original_tracking_id"] = original, ["amount"] = amount,
    };

    private static Dictionary<string, object> Side(long account, string? code)
    {
        var side = new Dictionary<string, object>(StringComparer.Ordinal) { ["account_id"] = account };
        if (code is not null)
            side["processing_code"] = code;
        return side;
    }

    private static Currency? ToCurrency(string? code) => code is null ? null : Currency.Parse(code);

    private ModelRequest Request(string route, Dictionary<string, object?> fields, Func<TrackingId, string?, string?, Operation> make) =>
        draw.Request(Root + route, fields, make, mayLackName: false);
}
