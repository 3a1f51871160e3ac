using System.Text.Json;
using System.Text.Json.Nodes;
using ForceOps.Tool.Service;

namespace ForceOps.Tool.Bulk;

/// <summary>Makes the requests that would post the operations of the payment methods once more.</summary>
internal static class PaymentRequests
{
    internal const string Route = Root + "payments";
    internal const string TransferRoute = Root + "transfers";
    internal const string ConfirmRoute = Route + "/confirm";
    internal const string CancelRoute = Route + "/cancel";

    private const string Root = "/payment-methods/v2/";

    internal static bool IsTransfer(JsonElement operation) =>
        operation.Items("movements").First() is var moved && moved.Whole("debit_account") > 0 && moved.Whole("credit_account") > 0;

    internal static JsonObject Payment(JsonElement operation)
    {
        var body = new JsonObject
        {
            ["account_id"] = operation.Whole("account_id"), ["amount"] = operation.Sum("amount"),
            ["processing_code"] = operation.Text("processing_code"),
        };
        if (operation.Text("type") is "PRE_AUTHORIZATION")
            body["pre_authorization"] = true;
        return body;
    }

    internal static async Task<JsonObject> TransferAsync(ServiceClient service, JsonElement operation)
    {
        var taker = await service.GetAsync($"/sandbox/authorizations/{operation.Whole("id") + 1}");
        return new JsonObject { ["from"] = Side(operation), ["to"] = Side(taker), ["amount"] = operation.Sum("amount") };
    }

    internal static async Task<JsonObject> ConfirmAsync(ServiceClient service, JsonElement operation) =>
        await NamingAsync(service, operation, operation.GetProperty("original_authorization").Whole("id")!.Value);

    internal static Task<JsonObject> CancelAsync(ServiceClient service, JsonElement operation, long parent) =>
        NamingAsync(service, operation, parent);

    private static async Task<JsonObject> NamingAsync(ServiceClient service, JsonElement operation, long original) => new()
    {
        ["original_tracking_id"] = (await service.GetAsync($"/sandbox/authorizations/{original}")).Text("tracking_id"),
        ["amount"] = operation.Sum("amount"),
    };

    private static JsonObject Side(JsonElement side) => new()
    {
        ["account_id"] = side.Whole("account_id"), ["processing_code"] = side.Text("processing_code"),
    };
}
