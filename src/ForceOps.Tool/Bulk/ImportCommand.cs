using System.CommandLine;
using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using ForceOps.Tool.Operations;
using ForceOps.Tool.Service;

namespace ForceOps.Tool.Bulk;

/// <summary>
/// Sends the lines of an export to an org. A tracking id that was posted before is not posted again, so an import that broke off may be
/// repeated as it is.
/// </summary>
internal static class ImportCommand
{
    private static readonly Argument<string> Source = new("file") { Description = "A file of `forceops export`, or forces of yours, one a line; - for the input" };

    private static readonly Option<bool> NoSetUp = new("--operations-only") { Description = "Leaves codes, statuses and accounts as they are" };

    internal static Command Make() => new ToolCommand("import", "Sends the operations of a file; those that are there are left alone",
        "forceops import org.ndjson",
        "forceops import org.ndjson --org TN-6f1d2c3b-0a4e-4b5c-8d7e-9f0a1b2c3d4e",
        "echo '{\"tracking_id\":\"ba7f42b9-9bd1-4840-a747-f1b59037b798\",\"account_id\":1,\"amount\":5,\"processing_code\":\"090907\"}' | forceops import -")
    {
        Source, NoSetUp,
    }.Does(RunAsync);

    private static async Task<int> RunAsync(CommandCall call)
    {
        var file = call.Get(Source);
        await using var stream = file is "-" ? Console.OpenStandardInput() : File.OpenRead(file);
        var import = new LineImport(call.Service, call.Get(NoSetUp));
        using var reader = new StreamReader(stream);
        await call.Screen.ProgressAsync("importing", async bar =>
        {
            if (!stream.CanSeek)
                bar.SetUnknown();
            for (var number = 1; await reader.ReadLineAsync(call.Cancel) is { } line; number++)
            {
                if (line.Length > 0)
                    await import.AddAsync(number, line);
                if (stream.CanSeek)
                    bar.Set(stream.Position / (decimal)Math.Max(1, stream.Length), $"importing line {number}");
            }
            await import.FlushAsync();
        });
        if (call.Screen.IsJson)
        {
            call.Screen.Json(JsonSerializer.SerializeToElement(new
            {
                posted = import.Posted, already = import.Already, set_up = import.SetUp, refused = import.Refusals.Count,
            }));
        }
        else
        {
            call.Screen.Line($"[green]{import.Posted} posted[/], {import.Already} were there already, {import.SetUp} set up, "
                + (import.Refusals.Count == 0 ? "0 refused" : $"[red]{import.Refusals.Count} refused[/]"));
        }
        const int shown = 10;
        foreach (var refusal in import.Refusals.Take(shown))
            call.Screen.Complain(refusal);
        if (import.Refusals.Count > shown)
            call.Screen.Complain($"... and {import.Refusals.Count - shown} more.");
        return import.Refusals.Count == 0 ? ExitCode.Done : ExitCode.No;
    }
}

/// <summary>
/// Sends lines in their order: operations many in one request, where the service takes them so, and whatever else is in the file alone.
/// </summary>
internal sealed class LineImport(ServiceClient service, bool withoutSetUp)
{
    private const string BulkRoute = "/sandbox/postings";

    /// <summary>Lines in one request: enough for full batches, and few enough for a bar that moves.</summary>
    private const int AtOnce = 5000;

    private static readonly string[] BulkRoutes =
        [ForceCommand.Route, CancelCommand.ForceRoute, TransferCommand.Route, CancelCommand.TransferRoute];

    private static readonly string[] Sides = ["from", "to"];

    private readonly List<(int Number, JsonObject Line)> _together = [];
    private readonly List<string> _refusals = [];

    // An original authorization has another id here than where it was exported.
    private readonly Dictionary<long, long> _ids = [];

    // A service of before has no such route, and without the sandbox's key it is closed.
    private bool _isOneByOne;

    internal int Posted { get; private set; }

    /// <summary>The operations that were posted before, by the same requests.</summary>
    internal int Already { get; private set; }

    internal int SetUp { get; private set; }

    internal IReadOnlyList<string> Refusals => _refusals;

    internal async Task AddAsync(int number, string text)
    {
        var line = Read(number, text);
        var isBulk = BulkRoutes.Contains(line["route"]?.GetValue<string>(), StringComparer.Ordinal)
            && line["kind"]?.GetValue<string>() is "operation" && line["body"]?["original_authorization"] is null;
        if (!isBulk || _together.Count == AtOnce)
            await FlushAsync();
        if (isBulk)
            _together.Add((number, line));
        else
            await SendAsync(number, line);
    }

    internal async Task FlushAsync()
    {
        if (_together.Count > 0 && (_isOneByOne || !await TrySendTogetherAsync()))
        {
            _isOneByOne = true;
            foreach (var (number, line) in _together)
                await SendAsync(number, line);
        }
        _together.Clear();
    }

    /// <summary>Sends the lines in one request; returns false when the service takes none.</summary>
    private async Task<bool> TrySendTogetherAsync()
    {
        var answer = await service.SendAsync(
            HttpMethod.Post, BulkRoute, string.Join('\n', _together.Select(item => item.Line.ToJsonString())));
        if (answer.Status is HttpStatusCode.NotFound or HttpStatusCode.MethodNotAllowed or HttpStatusCode.Unauthorized
            or HttpStatusCode.Forbidden)
            return false;
        if (!answer.IsSuccess)
            throw ServiceClient.Refused(answer);
        foreach (var text in answer.Text.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            var said = JsonElement.Parse(text);
            if (said.Whole("line") is not { } place)
                continue;
            var (number, line) = _together[(int)place - 1];
            var one = new ServiceAnswer((HttpStatusCode)said.Whole("status")!.Value, text, default, null, said.Text("replay"));
            Count(number, line, "operation", one, isThere: one.Replay is not null && await IsThereAsync(line, one));
        }
        return true;
    }

    private static JsonObject Read(int number, string text)
    {
        try
        {
            var line = JsonNode.Parse(text) as JsonObject ?? throw Wrong(number);
            if (line.ContainsKey("route"))
                return line;
            // A line of one's own is a force.
            if (!line.ContainsKey("account_id"))
                throw Wrong(number);
            if (!line.ContainsKey("tracking_id"))
                throw ToolException.Wrong($"Line {number} has no tracking_id: without it an import that is repeated would post it twice.");
            return ExportCommand.Line("operation", "POST", ForceCommand.Route, line);
        }
        catch (JsonException)
        {
            throw Wrong(number);
        }
    }

    private static ToolException Wrong(int number) =>
        ToolException.Wrong($"Line {number} is no line of an export, and no body of a force.");

    private async Task SendAsync(int number, JsonObject line)
    {
        var (kind, body) = (line["kind"]?.GetValue<string>(), line["body"]!.AsObject());
        if (kind is not "operation" && withoutSetUp)
            return;
        if (body["original_authorization"] is JsonObject original && original["id"] is { } old && _ids.TryGetValue(old.GetValue<long>(), out var mine))
            original["id"] = mine;
        var route = line["route"]!.GetValue<string>();
        (string, string)[] headers = line["skip_timeline"] is not null ? [("x-skip-timeline", "true")] : [];
        var account = route is TransferCommand.Route ? AccountOf(body) : null;
        var answer = await service.SendAsync(new HttpMethod(line["method"]!.GetValue<string>()), route, body.ToJsonString(), account, headers);
        Count(number, line, kind, answer, isThere: answer.Replay is not null && await IsThereAsync(line, answer));
    }

    private void Count(int number, JsonObject line, string? kind, ServiceAnswer answer, bool isThere)
    {
        // A payment that is denied is answered like one that is posted.
        var denial = answer.IsSuccess ? answer.Json?.Text("denial_code") : null;
        if (denial is not null || (!answer.IsSuccess && !isThere))
        {
            _refusals.Add(denial is null
                ? $"Line {number}: {(int)answer.Status} {ServiceClient.Refused(answer).Message}" : $"Line {number}: denied, {denial}");
            return;
        }
        if (kind is not "operation")
            SetUp++;
        else if (isThere)
            Already++;
        else
            Posted++;
        var id = answer.Json?.Whole("authorization_id") ?? answer.Json?.Member("authorizations")?.Whole("authorization_id");
        if (line["id"] is { } old && id is { } mine)
            _ids[old.GetValue<long>()] = mine;
    }

    /// <summary>
    /// Checks that the operation of the line was posted before: by the same request, or by a cancellation or confirmation of the same
    /// amount that did not name it.
    /// </summary>
    private async Task<bool> IsThereAsync(JsonObject line, ServiceAnswer answer)
    {
        var body = line["body"]!.AsObject();
        if (answer.Replay is "same" || line["route"]!.GetValue<string>() is not
            (CancelCommand.ForceRoute or PaymentRequests.CancelRoute or PaymentRequests.ConfirmRoute))
            return answer.Replay is "same";
        var posted = await AuthorizationLookup.FindAsync(service, body["tracking_id"]!.GetValue<string>());
        return (posted?.Whole("parent_authorization_id") is not null || posted?.Member("original_authorization") is not null)
            && posted.Value.Sum("amount") == body["amount"]?.GetValue<decimal>();
    }

    /// <summary>Returns the account that a token must be for in strict mode: the giver's, or the one that outside money comes to.</summary>
    private static long? AccountOf(JsonObject body) => Sides
        .Select(side => body[side]?[0]?["account"]?["id"] ?? body[side]?[0]?["merchant"]?["id"])
        .FirstOrDefault(id => id is not null)?.GetValue<long>();
}
