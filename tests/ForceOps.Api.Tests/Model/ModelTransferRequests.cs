namespace ForceOps.Api.Tests.Model;

/// <summary>Draws transfers between customers, merchants, cards and the outside, and their cancellations.</summary>
internal sealed class ModelTransferRequests(ModelRequests draw)
{
    private static readonly long[] Merchants = [500, 500, 501, 502, 1];
    private static readonly long[] Cards = [77, 77, 5, 68];

    internal ModelRequest Next() => draw.Below(21) < 13 ? Transfer() : CancelTransfer();

    private ModelRequest Transfer()
    {
        var (from, to) = (Party(mayBeCard: true), Party(mayBeCard: false));
        while ((from.External is not null && to.External is not null) || from.AccountId == to.AccountId)
            (from, to) = (Party(mayBeCard: true), Party(mayBeCard: false));
        var amount = draw.Pick(ModelRequests.Amounts);
        var (currency, debit, credit) = (draw.CurrencyFor(amount), draw.SideCode(), draw.SideCode());
        var fields = new Dictionary<string, object?>(StringComparer.Ordinal)
        {
            ["from"] = new[] { Item(from, amount, currency, debit) },
            ["to"] = new[] { Item(to, draw.Chance(50) ? amount : null, null, credit) },
        };
        return draw.Request("/payments/v1/payments", fields, (tracking, descriptor, metadata) => new Transfer
        {
            TrackingId = tracking, CorrelationId = "", Descriptor = descriptor, Metadata = metadata, From = from, To = to,
            Amount = Amount.Create(amount), Currency = currency is null ? null : Currency.Parse(currency),
            DebitCode = ModelRequests.Code(debit), CreditCode = ModelRequests.Code(credit),
        });
    }

    private ModelRequest CancelTransfer()
    {
        var (model, service) = draw.Target(AuthorizationType.Transfer);
        var (byId, amount) = (draw.Chance(60), draw.Pick(ModelRequests.Amounts));
        var (code, isDebit) = (draw.Chance(80) ? null : draw.Pick(ModelRequests.SideCodes), draw.Chance(50));
        var (debit, credit) = isDebit ? (code, null) : ((string?)null, code);
        var fields = new Dictionary<string, object?>(StringComparer.Ordinal)
        {
            ["authorization_id"] = byId ? service : null, ["original_tracking_id"] = byId ? null : draw.TrackingIdOf(model),
            ["amount"] = amount, ["processing_codes"] = debit is null && credit is null ? null : new { debit, credit },
        };
        return draw.Request("/payments/v2/cancel", fields, (tracking, descriptor, metadata) => new CancelTransfer
        {
            TrackingId = tracking, CorrelationId = "", Descriptor = descriptor, Metadata = metadata, AuthorizationId = byId ? model : null,
            OriginalTrackingId = byId ? null : TrackingId.Parse(draw.TrackingIdOf(model)), Amount = Amount.Create(amount),
            DebitCode = ModelRequests.Code(debit), CreditCode = ModelRequests.Code(credit),
        });
    }

    private TransferParty Party(bool mayBeCard) => draw.Below(mayBeCard ? 10 : 9) switch
    {
        < 5 => new TransferParty.Customer(draw.Pick(ModelRequests.Customers)),
        < 7 => new TransferParty.Merchant(draw.Pick(Merchants)),
        < 9 => new TransferParty.Outside("DEPOSIT", draw.Pick<string>(["bank", "other"])),
        _ => new TransferParty.Card(draw.Pick(Cards)),
    };

    private static Dictionary<string, object> Item(TransferParty party, decimal? amount, string? currency, string? code)
    {
        var item = new Dictionary<string, object>(StringComparer.Ordinal);
        (string, object) who = party switch
        {
            TransferParty.Customer account => ("account", new { id = account.Id }),
            TransferParty.Merchant merchant => ("merchant", new { id = merchant.Id }),
            TransferParty.Card card => ("card", new { id = card.Id }),
            TransferParty.Outside outside => ("custom_info", new { type = outside.Type, external_id = outside.ExternalId }),
            _ => throw new System.Diagnostics.UnreachableException(),
        };
        foreach (var (name, value) in ((string, object?)[])[who, ("amount", amount), ("currency", currency), ("processing_code", code)])
        {
            if (value is not null)
                item[name] = value;
        }
        return item;
    }
}
