using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using ForceOps.Tool.Operations;
using ForceOps.Tool.Service;

namespace ForceOps.Tool.Bulk;

/// <summary>Makes the request that would post a stored operation of Pismo's routes once more.</summary>
internal static class StoredRequest
{
    private const string CustomInfo = "custom_info:";
    private const string Card = "card:";

    /// <summary>Returns the line of an export; null for an operation that no such request can post.</summary>
    internal static async Task<JsonObject?> OfAsync(ServiceClient service, JsonElement operation)
    {
        if (operation.Text("channel") is not "pismo" || operation.Text("denied") is not null)
            return null;
        var ofHold = operation.Member("original_authorization") is not null;
        var request = (operation.Text("type"), operation.Whole("parent_authorization_id")) switch
        {
            ("FORCE", null) => (ForceCommand.Route, Force(operation)),
            ("FORCE", { } parent) => (CancelCommand.ForceRoute, await CancelAsync(service, operation, parent)),
            ("TRANSFER", null) when ofHold => (HeldRequest.TransferRoute, HeldRequest.Transfer(operation)),
            ("TRANSFER", not null) when ofHold => (HeldRequest.CancelRoute, await HeldRequest.CancelAsync(service, operation)),
            ("TRANSFER", null) => (TransferCommand.Route, await TransferAsync(service, operation)),
            ("TRANSFER", { } parent) => (CancelCommand.TransferRoute, await CancelAsync(service, operation, parent)),
            ("HOLD", null) => (HeldRequest.HoldRoute, HeldRequest.Hold(operation)),
            ("HOLD", not null) => (HeldRequest.ReleaseRoute, HeldRequest.Release(operation)),
            ("PAYMENT", null) when ofHold => (
                PaymentRequests.ConfirmRoute, await NamingAsync(service, operation, operation.GetProperty("original_authorization").Whole("id")!.Value)),
            ("PAYMENT", null) when PaymentRequests.IsTransfer(operation) =>
                (PaymentRequests.TransferRoute, await PaymentRequests.TransferAsync(service, operation)),
            ("PAYMENT" or "PRE_AUTHORIZATION", null) => (PaymentRequests.Route, PaymentRequests.Payment(operation)),
            ("PAYMENT" or "PRE_AUTHORIZATION", { } parent) =>
                (PaymentRequests.CancelRoute, await NamingAsync(service, operation, parent)),
            _ => default((string Route, JsonObject Body)?),
        };
        if (request is not var (route, body))
            return null;
        body["tracking_id"] = operation.Text("tracking_id");
        if (operation.Text("descriptor") is { } descriptor)
            body["descriptor"] = descriptor;
        if (operation.Member("metadata") is { } metadata)
            body["metadata"] = JsonNode.Parse(metadata.GetRawText());
        var line = ExportCommand.Line("operation", "POST", route, body);
        line["id"] = operation.Whole("id");
        if (!operation.IsTrue("in_timeline"))
            line["skip_timeline"] = true;
        return line;
    }

    /// <summary>Names an operation in words, for the list of what is left out.</summary>
    internal static string KindOf(JsonElement operation) => operation.Text("denied") is not null ? "denied payments"
        : operation.Text("channel") is not "pismo" and var channel ? $"operations of {channel}"
        : $"operations of the type {operation.Text("type")}";

    private static JsonObject Force(JsonElement operation)
    {
        var body = MoneyOf(operation);
        // The service shows the time of the posting where the client sent no value date.
        if (operation.Text("value_date") is { } date && !operation.Has("event_date", date))
            body["payment_datetime"] = date;
        if (operation.Member("original_authorization") is { } original)
            body["original_authorization"] = JsonNode.Parse(original.GetRawText());
        return body;
    }

    private static async Task<JsonObject> CancelAsync(ServiceClient service, JsonElement operation, long parent)
    {
        var body = await NamingAsync(service, operation, parent);
        if (operation.Sum("fee") > 0)
            body["cancel_fees"] = true;
        return body;
    }

    private static async Task<JsonObject> TransferAsync(ServiceClient service, JsonElement operation)
    {
        var (account, moved) = (operation.Whole("account_id")!.Value, operation.Items("movements").First());
        var (from, to) = (moved.Whole("debit_account")!.Value, moved.Whole("credit_account")!.Value);
        var external = operation.Text("external");
        var giver = from > 0 ? await PartyAsync(service, from) : Outside(external);
        var taker = to > 0 ? await PartyAsync(service, to) : Outside(external);
        taker["amount"] = operation.Sum("amount");
        (account == from ? giver : taker)["processing_code"] = operation.Text("processing_code");
        if (from > 0 && to > 0)
            (account == from ? taker : giver)["processing_code"] = (await OtherSideAsync(service, operation)).Text("processing_code");
        return new JsonObject { ["from"] = new JsonArray(giver), ["to"] = new JsonArray(taker) };
    }

    private static async Task<JsonObject> PartyAsync(ServiceClient service, long account)
    {
        var kind = (await service.GetAsync($"/sandbox/accounts/{account}")).Text("kind") is "merchant" ? "merchant" : "account";
        return new JsonObject { [kind] = new JsonObject { ["id"] = account } };
    }

    /// <summary>Returns the members that every operation of one account has.</summary>
    internal static JsonObject MoneyOf(JsonElement operation) => new()
    {
        ["account_id"] = operation.Whole("account_id"), ["amount"] = operation.Sum("amount"),
        ["processing_code"] = operation.Text("processing_code"),
    };

    /// <summary>Returns the members of an operation that names an earlier one.</summary>
    internal static async Task<JsonObject> NamingAsync(ServiceClient service, JsonElement operation, long original) => new()
    {
        ["original_tracking_id"] = (await AuthorizationAsync(service, original)).Text("tracking_id"), ["amount"] = operation.Sum("amount"),
    };

    /// <summary>Returns the receiving side of a transfer both of whose sides are inside: the authorization behind the giving one.</summary>
    internal static Task<JsonElement> OtherSideAsync(ServiceClient service, JsonElement operation) =>
        AuthorizationAsync(service, operation.Whole("id")!.Value + 1);

    internal static Task<JsonElement> AuthorizationAsync(ServiceClient service, long id) => service.GetAsync($"/sandbox/authorizations/{id}");

    internal static JsonObject Outside(string? external)
    {
        if (external?.StartsWith(Card, StringComparison.Ordinal) == true)
            return new JsonObject { ["card"] = new JsonObject { ["id"] = long.Parse(external[Card.Length..], CultureInfo.InvariantCulture) } };
        var stored = external?.StartsWith(CustomInfo, StringComparison.Ordinal) == true ? external[CustomInfo.Length..] : "OTHER:unknown";
        var cut = stored.IndexOf(':', StringComparison.Ordinal);
        return new JsonObject
        {
            ["custom_info"] = new JsonObject { ["type"] = Uri.UnescapeDataString(stored[..cut]), ["external_id"] = stored[(cut + 1)..] },
        };
    }
}
