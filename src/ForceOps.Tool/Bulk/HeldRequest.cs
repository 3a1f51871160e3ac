using System.Text.Json;
using System.Text.Json.Nodes;
using ForceOps.Tool.Service;

namespace ForceOps.Tool.Bulk;

/// <summary>
/// Makes the requests that would post the operations on held money once more. An operation that took from one hold names it; one that took
/// from several named none, and takes from the oldest again.
/// </summary>
internal static class HeldRequest
{
    internal const string HoldRoute = Root + "block";
    internal const string ReleaseRoute = Root + "unblock";
    internal const string TransferRoute = Root + "transfer";
    internal const string CancelRoute = TransferRoute + "/cancel";

    private const string Root = "/payments/v1/payments/hold-funds/";

    internal static JsonObject Hold(JsonElement operation)
    {
        // It was accepted, whatever balance and status are by then.
        var body = StoredRequest.MoneyOf(operation);
        (body["skip_balance_validation"], body["skip_status_validation"]) = (true, true);
        return body;
    }

    internal static JsonObject Release(JsonElement operation) => Naming(StoredRequest.MoneyOf(operation), operation);

    internal static JsonObject Transfer(JsonElement operation)
    {
        var body = Naming(StoredRequest.MoneyOf(operation), operation);
        body["skip_status_validation"] = true;
        body["to"] = operation.Items("movements").First().Whole("credit_account") is > 0 and var taker
            ? new JsonObject { ["account"] = new JsonObject { ["id"] = taker } } : StoredRequest.Outside(operation.Text("external"));
        return body;
    }

    internal static async Task<JsonObject> CancelAsync(ServiceClient service, JsonElement operation)
    {
        var held = operation.Items("movements").First().Whole("credit_account")!.Value;
        // The side of the account whose money is held again; the giving side, if it is inside, comes first.
        var side = operation.Whole("account_id") == held
            ? operation : await StoredRequest.OtherSideAsync(service, operation);
        var transfer = await StoredRequest.AuthorizationAsync(service, side.Whole("parent_authorization_id")!.Value);
        var body = StoredRequest.MoneyOf(side);
        body["original_tracking_id"] = transfer.Text("tracking_id");
        return body;
    }

    private static JsonObject Naming(JsonObject body, JsonElement operation)
    {
        if (operation.Items("hold_changes").ToList() is [var only])
            body["original_tracking_id"] = only.Text("tracking_id");
        return body;
    }
}
