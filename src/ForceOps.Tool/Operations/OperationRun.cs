using System.CommandLine;
using System.Text.Json.Nodes;
using ForceOps.Tool.Output;
using ForceOps.Tool.Service;

namespace ForceOps.Tool.Operations;

/// <summary>Sends one operation as a client would, and prints request and answer; a refusal with its reason.</summary>
internal static class OperationRun
{
    internal static readonly Option<string?> TrackingId = new("--tracking-id")
    {
        Description = "The operation's own id, 36 characters or more; else a new one", HelpName = "id",
    };

    internal static readonly Option<string?> Descriptor = new("--descriptor") { Description = "The text of the statement", HelpName = "text" };

    internal static readonly Option<string?> Metadata = new("--metadata") { Description = "A JSON object to keep", HelpName = "json" };

    internal static readonly Option<string?> Fault = new("--fault")
    {
        Description = "Makes this request fail, as in status=503, commit-and-drop or latency=2s", HelpName = "fault",
    };

    internal static readonly Option<bool> Curl = new("--curl") { Description = "Prints the curl line, and sends nothing" };

    /// <summary>The options that every operation has.</summary>
    internal static Command WithOptions(this Command command)
    {
        foreach (var option in new Option[] { TrackingId, Descriptor, Metadata, Fault, Curl })
            command.Add(option);
        return command;
    }

    /// <summary>Sends the operation, or prints its curl line.</summary>
    /// <param name="account">The account that a token must be for, if the route wants such a token.</param>
    internal static async Task<int> RunAsync(CommandCall call, string route, JsonObject body, long? account = null)
    {
        Complete(call, body);
        (string, string)[] headers = call.Get(Fault) is { } fault ? [("x-forceops-fault", fault)] : [];
        var json = Screen.Written(System.Text.Json.JsonSerializer.SerializeToElement(body));
        if (call.Get(Curl))
        {
            call.Screen.Text(CurlLine.Of(call, route, json, headers));
            return ExitCode.Done;
        }
        var answer = await call.Service.SendAsync(HttpMethod.Post, route, json, account, headers);
        if (call.Screen.IsJson)
            call.Screen.Text(answer.Text);
        else
            await ShowAsync(call, route, json, answer);
        return answer.IsSuccess ? ExitCode.Done : ExitCode.No;
    }

    private static void Complete(CommandCall call, JsonObject body)
    {
        foreach (var (name, value) in new[] { ("tracking_id", call.Get(TrackingId)), ("descriptor", call.Get(Descriptor)) })
        {
            if (value is not null)
                body[name] = value;
        }
        if (call.Get(Metadata) is not { } metadata)
            return;
        try
        {
            body["metadata"] = JsonNode.Parse(metadata) as JsonObject ?? throw ToolException.Wrong("--metadata is no JSON object.");
        }
        catch (System.Text.Json.JsonException)
        {
            throw ToolException.Wrong("--metadata is no JSON object.");
        }
    }

    private static async Task ShowAsync(CommandCall call, string route, string json, ServiceAnswer answer)
    {
        var screen = call.Screen;
        screen.Line($"[grey]POST[/] {route}");
        screen.Line(json.Safe());
        screen.Line($"\n{Shown.Status((int)answer.Status)} [grey]after {answer.Took.TotalMilliseconds:F1} ms[/]");
        screen.Line(answer.Text.Safe());
        if (answer.Cid is { } cid && await FindRequestAsync(call, cid) is { } recorded && RefusalText.Of(recorded) is { } why)
            screen.Line($"\n[olive]Why:[/] {why}");
        if (answer.IsSuccess && answer.Json?.Whole("authorization_id") is { } id)
            await ShowBalancesAsync(call, id);
    }

    private static async Task ShowBalancesAsync(CommandCall call, long id)
    {
        if (await call.Service.FindAsync($"/sandbox/authorizations/{id}") is not { } posted)
            return;
        var table = Tables.Of(">ACCOUNT", ">MOVED", ">BALANCE", ">AVAILABLE", "CURRENCY");
        var accounts = posted.Items("movements").SelectMany(row => new[] { row.Whole("debit_account"), row.Whole("credit_account") })
            .OfType<long>().Distinct().ToList();
        foreach (var account in accounts)
        {
            if (await call.Service.FindAsync($"/sandbox/accounts/{account}") is not { } found)
                continue;
            var moved = posted.Items("movements").Sum(row => row.Whole("credit_account") == account ? row.Sum("amount")
                : row.Whole("debit_account") == account ? -row.Sum("amount") : 0) ?? 0;
            var currency = found.Text("currency");
            table.Add($"{account}", Shown.Signed(moved, currency), Shown.Money(found.Sum("balance"), currency),
                Shown.Money(found.Sum("available"), currency), currency);
        }
        if (table.Rows.Count == 0)
            return;
        call.Screen.Line();
        call.Screen.Table(table);
    }

    private static async Task<System.Text.Json.JsonElement?> FindRequestAsync(CommandCall call, string cid)
    {
        const int recent = 50;
        var page = await call.Service.SendAsync(HttpMethod.Get, $"/sandbox/requests?limit={recent}");
        return page.Json?.Items("items").Cast<System.Text.Json.JsonElement?>().FirstOrDefault(item => item!.Value.Has("cid", cid));
    }
}

/// <summary>Writes a request as a line for a shell.</summary>
internal static class CurlLine
{
    internal static string Of(CommandCall call, string route, string json, params (string Name, string Value)[] headers)
    {
        var line = $"curl -s {call.Service.Address}{route} -H 'content-type: application/json'";
        if (call.Service.Org is { } org)
            line += $" -H 'x-tenant: {org}'";
        foreach (var (name, value) in headers)
            line += $" -H {Quoted($"{name}: {value}")}";
        return $"{line} -d {Quoted(json)}";
    }

    private static string Quoted(string text) => $"'{text.Replace("'", "'\\''", StringComparison.Ordinal)}'";
}
