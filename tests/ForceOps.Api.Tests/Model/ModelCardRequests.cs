using System.Globalization;
using System.Text.Json;
using ForceOps.Api.Fiserv;

namespace ForceOps.Api.Tests.Model;

/// <summary>Draws requests of the card dialects: forced sales of merchants, and what takes them back before and after settlement.</summary>
internal sealed class ModelCardRequests(ModelRequests draw)
{
    // Mostly merchants, one of them opened by its first sale; a customer in another currency, and one whose account is blocked.
    private static readonly long[] Merchants = [500, 500, 510, 511, 511, 3, 4];
    private static readonly decimal[] Amounts = [1, 1, 2.50m, 5, 10, 33.33m, 100];

    private readonly decimal _amount = draw.Pick(Amounts);

    internal ModelRequest Next() => draw.Pick([BluefinForce, BluefinRefund, FiservForce, FiservForce, FiservReversal, FiservReversal])();

    private ModelRequest BluefinForce()
    {
        var account = draw.Pick(Merchants);
        var (named, used) = (draw.Chance(70), draw.Target(AuthorizationType.Force, one => one.Channel == Channel.Bluefin).Model);
        var transaction = draw.Chance(12) && PartOf("bluefin:", used) is { } taken ? taken : draw.Digits(12);
        var fields = new Dictionary<string, object?>(StringComparer.Ordinal)
        {
            ["transactionId"] = named ? transaction : null, ["bfTokenReference"] = "token", ["posProfile"] = "ECOMMERCE",
            ["amounts"] = Sum(_amount), ["authCode"] = "OK4956",
        };
        return new ModelBluefinRequest($"{Root(account)}/force", Written(fields), new Force
        {
            TrackingId = ModelBluefinRequest.Key(account, transaction), Channel = Channel.Bluefin, CorrelationId = "", AccountId = account,
            Amount = Amount.Create(_amount), ProcessingCode = MerchantCodes.Sale, Currency = Currency.Usd,
        })
        { NamesTrackingId = named, Account = account };
    }

    private ModelRequest BluefinRefund()
    {
        var (sale, _) = draw.Target(AuthorizationType.Force, one => one.Channel == Channel.Bluefin);
        if (sale == ModelRequests.Nobody && draw.Chance(80))
            return BluefinForce();
        var account = draw.Chance(90) && draw.AccountOf(sale) is { } owner ? owner : draw.Pick(Merchants);
        var (all, transaction) = (draw.Chance(30), PartOf("bluefin:", sale) ?? draw.Digits(12));
        var fields = new Dictionary<string, object?>(StringComparer.Ordinal)
        {
            ["posProfile"] = "ECOMMERCE", ["amounts"] = all ? null : Sum(_amount),
        };
        return new ModelBluefinRequest($"{Root(account)}/{transaction}/refund", Written(fields), new CancelForce
        {
            TrackingId = ModelBluefinRequest.Key(account, draw.Digits(12)), Channel = Channel.Bluefin, CorrelationId = "",
            Amount = all ? null : Amount.Create(_amount), ConfinedTo = account,
        })
        { NamesTrackingId = false, Account = account, Transaction = transaction };
    }

    private ModelRequest FiservForce()
    {
        var (account, currency) = (draw.Pick(Merchants), draw.Pick<string>(["USD", "USD", "USD", "USD", "BRL"]));
        var order = draw.Pick<string?>([null, null, "order-1", "order-2"]);
        var fields = new Dictionary<string, object?>(StringComparer.Ordinal)
        {
            ["source"] = new
            {
                sourceType = "PaymentCard", card = new { cardData = "4012000033330026", expirationMonth = "12", expirationYear = "2035" },
            },
            ["amount"] = new { total = _amount, currency },
            ["transactionDetails"] = new { captureFlag = true, approvalCode = "OK7244", merchantOrderId = order },
            ["merchantDetails"] = Merchant(account),
        };
        return Fiserv(draw.Chance(80) ? "forcedpost" : "charges", fields, account, key => new Force
        {
            TrackingId = key, Channel = Channel.Fiserv, CorrelationId = "", AccountId = account, Amount = Amount.Create(_amount),
            ProcessingCode = MerchantCodes.Sale, Currency = Currency.Parse(currency), Metadata = JsonSerializer.Serialize(order),
        });
    }

    private ModelRequest FiservReversal()
    {
        var (sale, service) = draw.Target(AuthorizationType.Force, one => one.Channel == Channel.Fiserv);
        if (sale == ModelRequests.Nobody && draw.Chance(80))
            return FiservForce();
        var account = draw.Chance(90) && draw.AccountOf(sale) is { } owner ? owner : draw.Pick(Merchants);
        var route = draw.Chance(50) ? "cancels" : "refunds";
        var currency = draw.Chance(30) ? null : draw.Chance(90) && account != 3 ? "USD" : "BRL";
        var fields = new Dictionary<string, object?>(StringComparer.Ordinal)
        {
            ["referenceTransactionDetails"] = new { referenceTransactionId = FiservId.Transaction(service) },
            ["amount"] = currency is null ? null : new { total = _amount, currency },
            ["merchantDetails"] = Merchant(account),
        };
        return Fiserv(route, fields, account, key => new CancelForce
        {
            TrackingId = key, Channel = Channel.Fiserv, CorrelationId = "", AuthorizationId = sale, ConfinedTo = account,
            Amount = currency is null ? null : Amount.Create(_amount),
            Settlement = route is "refunds" ? Settlement.After : Settlement.Before,
            Metadata = JsonSerializer.Serialize(route),
        }) with { Currency = currency };
    }

    private ModelFiservRequest Fiserv(string route, Dictionary<string, object?> fields, long account, Func<TrackingId, Operation> make)
    {
        var used = draw.Target(AuthorizationType.Force, one => one.Channel == Channel.Fiserv).Model;
        var id = draw.Chance(12) && PartOf("fiserv:", used) is { } taken ? taken : draw.Digits(30);
        return new ModelFiservRequest($"/payments/v1/{route}", Written(fields), make(TrackingId.Parse($"fiserv:{account}:{id}")))
        {
            Headers = [("Client-Request-Id", id)], Account = account, IsRefund = route is "refunds",
        };
    }

    /// <summary>The client's own part of a dialect's key; null for an operation of another dialect.</summary>
    private string? PartOf(string dialect, long model) =>
        draw.KeyOf(model) is { } key && key.StartsWith(dialect, StringComparison.Ordinal) ? key[(key.LastIndexOf(':') + 1)..] : null;

    private static object Merchant(long account) => new { merchantId = $"{account}", terminalId = "10000001" };

    private static object Sum(decimal amount) => new { total = amount.ToString("0.00", CultureInfo.InvariantCulture), currency = "USD" };

    private static string Root(long account) => $"/api/v4/accounts/{account:D12}/payments";

    private static string Written(Dictionary<string, object?> fields) =>
        JsonSerializer.Serialize(fields.Where(field => field.Value is not null).ToDictionary(StringComparer.Ordinal));
}
