using System.CommandLine;
using System.Text.Json.Nodes;
using ForceOps.Tool.Service;

namespace ForceOps.Tool.Operations;

/// <summary>Forces an amount into an account or out of it.</summary>
internal static class ForceCommand
{
    internal const string Route = "/payments/v1/payments/force";
    internal const string CreditCode = "090907";
    internal const string DebitCode = "090908";

    private static readonly Argument<long> Account = new("account") { Description = "The account; a force opens it" };

    private static readonly Argument<decimal> Amount = new("amount") { Description = "The amount in major units, as in 40.25" };

    private static readonly Option<bool> Debit = new("--debit") { Description = $"Takes the amount (code {DebitCode}) instead of giving it" };

    private static readonly Option<string?> Code = new("--code")
    {
        Description = $"The processing code; else {CreditCode}, or {DebitCode} with --debit", HelpName = "code",
    };

    private static readonly Option<string?> MoneyCurrency = new("--currency")
    {
        Description = "The currency; else the account's", HelpName = "USD",
    };

    private static readonly Option<string?> ValueDate = new("--value-date")
    {
        Description = "The value date, RFC 3339 and not in the future", HelpName = "time",
    };

    internal static Command Make() => new ToolCommand("force", "Forces an amount into an account, or out of it",
        "forceops force 1234 40.25",
        "forceops force 1234 5 --debit --descriptor Fee",
        "forceops force 1234 40.25 --curl",
        "forceops force 1234 40.25 --fault commit-and-drop") { Account, Amount, Debit, Code, MoneyCurrency, ValueDate }
        .Does(RunAsync).WithOptions();

    private static Task<int> RunAsync(CommandCall call)
    {
        if (call.Get(Debit) && call.Get(Code) is not null)
            throw ToolException.Wrong("--debit and --code both name the code: leave one out.");
        var body = new JsonObject
        {
            ["account_id"] = call.Get(Account), ["amount"] = call.Get(Amount),
            ["processing_code"] = call.Get(Code) ?? (call.Get(Debit) ? DebitCode : CreditCode),
        };
        if (call.Get(MoneyCurrency) is { } currency)
            body["currency"] = currency;
        if (call.Get(ValueDate) is { } date)
            body["payment_datetime"] = date;
        return OperationRun.RunAsync(call, Route, body);
    }
}
