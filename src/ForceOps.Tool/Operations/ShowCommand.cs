using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using ForceOps.Tool.Output;
using ForceOps.Tool.Service;

namespace ForceOps.Tool.Operations;

/// <summary>Shows an account, or the whole story of an operation: the request, what moved and followed, and why it was refused.</summary>
internal static class ShowCommand
{
    private static readonly Argument<string> What = new("what") { Description = "An account's id, an authorization's id, or a tracking id" };

    private static readonly Option<bool> AsAccount = new("--account") { Description = "The number is an account's id" };

    private static readonly Option<bool> AsAuthorization = new("--authorization") { Description = "The number is an authorization's id" };

    private static readonly Option<int> Limit = new("--limit")
    {
        Description = "The most movements of an account", DefaultValueFactory = _ => 20, HelpName = "number",
    };

    internal static Command Make() => new ToolCommand("show", "Shows an account, or the whole story of an operation",
        "forceops show 1234",
        "forceops show 2048",
        "forceops show ba7f42b9-9bd1-4840-a747-f1b59037b798") { What, AsAccount, AsAuthorization, Limit }.Does(RunAsync);

    private static async Task<int> RunAsync(CommandCall call)
    {
        var what = call.Get(What);
        if (!long.TryParse(what, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
            return await OperationStory.ShowAsync(call, await AuthorizationLookup.FindAsync(call.Service, what), what);
        var account = call.Get(AsAuthorization) ? null : await call.Service.FindAsync($"/sandbox/accounts/{number}");
        var authorization = call.Get(AsAccount) ? null : await call.Service.FindAsync($"/sandbox/authorizations/{number}");
        if (account is null && authorization is null)
            throw new ToolException($"The org has neither an account nor an authorization {number}. `forceops accounts` lists the accounts.");
        if (account is null)
            return await OperationStory.ShowAsync(call, authorization, what);
        var code = await ShowAccountAsync(call, account.Value);
        if (authorization is not null)
            call.Screen.Note($"{number} is an authorization too: forceops show {number} --authorization");
        return code;
    }

    private static async Task<int> ShowAccountAsync(CommandCall call, JsonElement account)
    {
        var (id, currency) = (account.Whole("id"), account.Text("currency"));
        var movements = await call.Service.ListAsync($"/sandbox/accounts/{id}/movements", call.Get(Limit)).ToListAsync(call.Cancel);
        if (call.Screen.IsJson)
        {
            call.Screen.Json(JsonSerializer.SerializeToElement(new Dictionary<string, object>(StringComparer.Ordinal)
            {
                ["account"] = account, ["movements"] = movements,
            }));
            return ExitCode.Done;
        }
        var limits = account.Member("limits") ?? default;
        call.Screen.Line($"[bold]Account {id}[/]  {account.Text("kind")}, {account.Text("status")}  "
            + $"[grey]opened {Shown.Time(account.Time("opened_at"))}[/]\n");
        var facts = Tables.OfFacts();
        facts.Fact("Balance", $"[bold]{Shown.Money(account.Sum("balance"), currency)} {currency}[/]");
        facts.Fact("Available", Shown.Money(account.Sum("available"), currency));
        facts.Fact("Credit limit", Positive(account.Sum("credit_limit"), currency));
        facts.Fact("Held", Positive(account.Sum("held"), currency));
        facts.Fact("Per operation", Shown.Money(limits.Sum("per_operation"), currency));
        facts.Fact("Per day", Shown.Money(limits.Sum("per_day"), currency));
        facts.Fact("Processing", account.Text("processing") is "normal" ? null : account.Text("processing"));
        facts.Fact("Own fees", string.Join(", ", account.Items("fees").Select(fee => fee.Text("code"))));
        facts.Fact("Name", account.Member("profile")?.Text("name").Safe());
        call.Screen.Table(facts);
        call.Screen.Line();
        var table = Tables.Of("TIME (UTC)", "KIND", ">AMOUNT", ">BALANCE", ">WITH", "CODE", ">AUTHORIZATION");
        foreach (var row in movements)
        {
            table.Add(Shown.Time(row.Time("created_at")), row.Text("kind"), Shown.Signed(row.Sum("amount") ?? 0, currency),
                Shown.Money(row.Sum("balance_after"), currency), $"{row.Whole("counterparty")}", row.Text("processing_code"),
                $"{row.Whole("authorization_id")}");
        }
        call.Screen.Table(table, "Nothing has moved yet.");
        if (movements.Count == call.Get(Limit))
            call.Screen.Note($"These are the newest {movements.Count} movements. --limit shows more.");
        return ExitCode.Done;
    }

    private static string? Positive(decimal? sum, string? currency) => sum is > 0 ? Shown.Money(sum, currency) : null;
}
