using System.Text.Json.Nodes;

namespace ForceOps.Flow;

/// <summary>A payment that waits for its confirmation, as a hotel's client makes it: held, posted in part, taken back in part.</summary>
internal static class WaitingPayment
{
    private const string Payments = "/payment-methods/v2/payments";

    /// <param name="available">What the account can spend before.</param>
    /// <returns>What is left posted of the payment.</returns>
    internal static async Task<decimal> PostAsync(FlowClient client, FlowService service, long account, decimal available)
    {
        var (waiting, confirmed) = (FlowTests.NewTrackingId(), FlowTests.NewTrackingId());
        await client.PostAsync(Payments, 201, "pre-authorize a payment: it is held", new JsonObject
        {
            ["tracking_id"] = waiting, ["account_id"] = account, ["amount"] = 20, ["processing_code"] = "100002",
            ["pre_authorization"] = true,
        });
        var limits = await client.GetAsync(
            $"/balances-limits/v1/accounts/{account}/limits", "read what is available", "/balances-limits/v1/accounts/{accountId}/limits");
        Assert.Equal((20m, available - 20), ((decimal)limits["held_amount"]!, (decimal)limits["available_credit_limit"]!));
        var confirmation = await client.PostAsync(
            Payments + "/confirm", 201, "confirm a part: the rest is available again", Named(confirmed, waiting, 12));
        Assert.Equal("CONFIRMATION", (string?)confirmation["category"]);
        await service.EventAsync("platform-authorization", it => FlowTests.Type(it) == "platform-authorization"
            && FlowTests.Tracked(it, confirmed) && (string?)it["data"]!["category"] == "CONFIRMATION");
        await client.PostAsync(
            Payments + "/cancel", 201, "cancel a part of what was confirmed", Named(FlowTests.NewTrackingId(), confirmed, 2));
        return 10;
    }

    private static JsonObject Named(string tracking, string original, decimal amount) =>
        new() { ["tracking_id"] = tracking, ["original_tracking_id"] = original, ["amount"] = amount };
}
