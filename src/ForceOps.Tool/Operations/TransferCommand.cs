using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using ForceOps.Tool.Service;

namespace ForceOps.Tool.Operations;

/// <summary>Moves an amount between two accounts, or between an account and the world outside.</summary>
internal static class TransferCommand
{
    internal const string Route = "/payments/v1/payments";

    private const string Forms = "an account's id, merchant:ID, card:ID, or outside:TYPE/ID";

    private static readonly Argument<string> From = new("from") { Description = $"Who gives: {Forms}" };

    private static readonly Argument<string> To = new("to") { Description = "Who takes, in the same forms but card" };

    private static readonly Argument<decimal> Amount = new("amount") { Description = "The amount in major units, as in 40.25" };

    private static readonly Option<string?> MoneyCurrency = new("--currency") { Description = "The currency; else the accounts'", HelpName = "USD" };

    internal static Command Make() => new ToolCommand("transfer", "Moves an amount between two parties",
        "forceops transfer 1234 5678 10",
        "forceops transfer outside:DEPOSIT/test-01 1234 100",
        "forceops transfer card:1 merchant:5001 12.50") { From, To, Amount, MoneyCurrency }.Does(RunAsync).WithOptions();

    private static Task<int> RunAsync(CommandCall call)
    {
        var (from, giver) = Party(call.Get(From));
        var (to, taker) = Party(call.Get(To));
        to["amount"] = call.Get(Amount);
        if (call.Get(MoneyCurrency) is { } currency)
            to["currency"] = currency;
        var body = new JsonObject { ["from"] = new JsonArray(from), ["to"] = new JsonArray(to) };
        // A token is for the account that gives, or for the one that outside money comes to.
        return OperationRun.RunAsync(call, Route, body, giver ?? taker);
    }

    private static (JsonObject Json, long? Account) Party(string text)
    {
        var (kind, value) = text.Split(':', 2) is [var before, var behind] ? (before, behind) : ("account", text);
        if (kind is "outside" && value.Split('/', 2) is [{ Length: > 0 } type, { Length: > 0 } id])
            return (new JsonObject { ["custom_info"] = new JsonObject { ["type"] = type, ["external_id"] = id } }, null);
        if (kind is "account" or "merchant" or "card"
            && long.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
            return (new JsonObject { [kind] = new JsonObject { ["id"] = number } }, kind is "card" ? null : number);
        throw ToolException.Wrong($"{text} is no party: it is {Forms}.");
    }
}
