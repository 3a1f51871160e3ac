using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using ForceOps.Tool.Service;

namespace ForceOps.Tool.Operations;

/// <summary>Cancels a force or a transfer, whole or in part, by the route that its kind has.</summary>
internal static class CancelCommand
{
    internal const string ForceRoute = "/payments/v1/payments/force/cancel";
    internal const string TransferRoute = "/payments/v2/cancel";

    private static readonly Argument<string> Original = new("authorization") { Description = "The authorization id or tracking id of what is canceled" };

    private static readonly Argument<decimal?> Part = new("amount")
    {
        Description = "The part to cancel; else all that is left", Arity = ArgumentArity.ZeroOrOne,
    };

    private static readonly Option<bool> Fees = new("--fees") { Description = "Gives the fee of a force back too" };

    internal static Command Make() => new ToolCommand("cancel", "Cancels a force or a transfer, whole or in part",
        "forceops cancel 2048",
        "forceops cancel 2048 20.00 --fees",
        "forceops cancel ba7f42b9-9bd1-4840-a747-f1b59037b798 20") { Original, Part, Fees }.Does(RunAsync).WithOptions();

    private static async Task<int> RunAsync(CommandCall call)
    {
        var original = await AuthorizationLookup.RequireAsync(call.Service, call.Get(Original));
        var id = original.Whole("id")!.Value;
        var amount = call.Get(Part);
        if (original.Text("type") is not "TRANSFER")
        {
            var force = new JsonObject { ["authorization_id"] = id };
            if (amount is not null)
                force["amount"] = amount;
            if (call.Get(Fees))
                force["cancel_fees"] = true;
            return await OperationRun.RunAsync(call, ForceRoute, force);
        }
        // This route wants an amount always.
        var left = amount ?? original.Sum("amount") - original.Sum("canceled_amount");
        return await OperationRun.RunAsync(call, TransferRoute, new JsonObject { ["authorization_id"] = id, ["amount"] = left });
    }
}

/// <summary>Finds an authorization by the id that a person has at hand.</summary>
internal static class AuthorizationLookup
{
    /// <summary>Returns the authorization; null when there is none.</summary>
    internal static Task<JsonElement?> FindAsync(ServiceClient service, string id) =>
        long.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? service.FindAsync($"/sandbox/authorizations/{number}")
            : service.FindAsync($"/sandbox/authorizations?tracking_id={Uri.EscapeDataString(id)}");

    internal static async Task<JsonElement> RequireAsync(ServiceClient service, string id) => await FindAsync(service, id)
        ?? throw new ToolException($"The org has no authorization {id}. `forceops requests` shows what was asked, and with which answer.");
}
