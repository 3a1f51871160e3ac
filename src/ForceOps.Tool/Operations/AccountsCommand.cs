using System.CommandLine;
using System.Text.Json;
using ForceOps.Tool.Output;
using ForceOps.Tool.Service;

namespace ForceOps.Tool.Operations;

/// <summary>Lists the org's accounts.</summary>
internal static class AccountsCommand
{
    private static readonly Option<int> Limit = new("--limit")
    {
        Description = "The most accounts; 0 for all", DefaultValueFactory = _ => 50, HelpName = "number",
    };

    internal static Command Make() => new ToolCommand("accounts", "Lists the org's accounts",
        "forceops accounts",
        "forceops accounts --limit 0 --json | jq '.[].balance'") { Limit }.Does(RunAsync);

    private static async Task<int> RunAsync(CommandCall call)
    {
        int? limit = call.Get(Limit) is > 0 and var most ? most : null;
        var accounts = await call.Service.ListAsync("/sandbox/accounts", limit).ToListAsync(call.Cancel);
        if (call.Screen.IsJson)
        {
            call.Screen.Json(accounts);
            return ExitCode.Done;
        }
        call.Screen.Table(TableOf(accounts), "The org has no accounts. A force opens one: forceops force 1234 40.25");
        if (accounts.Count == limit)
            call.Screen.Note($"These are the first {limit}. --limit 0 shows all of them.");
        return ExitCode.Done;
    }

    private static Spectre.Console.Table TableOf(List<JsonElement> accounts)
    {
        var table = Tables.Of(">ACCOUNT", "KIND", "STATUS", ">BALANCE", ">AVAILABLE", "CURRENCY", "OPENED (UTC)");
        foreach (var account in accounts)
        {
            var (status, currency) = (account.Text("status"), account.Text("currency"));
            table.Add($"{account.Whole("id")}", account.Text("kind"), status is "active" ? status : $"[olive]{status}[/]",
                Shown.Money(account.Sum("balance"), currency), Shown.Money(account.Sum("available"), currency), currency,
                Shown.Time(account.Time("opened_at")));
        }
        return table;
    }
}
