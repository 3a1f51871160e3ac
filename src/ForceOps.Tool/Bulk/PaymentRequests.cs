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
        var body = StoredRequest.MoneyOf(operation);
        if (operation.Text("type") is "PRE_AUTHORIZATION")
            body["pre_authorization"] = true;
        return body;
    }

    internal static async Task<JsonObject> TransferAsync(ServiceClient service, JsonElement operation)
    {
        var taker = await StoredRequest.OtherSideAsync(service, operation);
        return new JsonObject { ["from"] = Side(operation), ["to"] = Side(taker), ["amount"] = operation.Sum("amount") };
    }

    private static JsonObject Side(JsonElement side) => new()
    {
        ["account_id"] = side.Whole("account_id"), ["processing_code"] = side.Text("processing_code"),
    };
}
