using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Nodes;
using ForceOps.Tool.Output;
using ForceOps.Tool.Service;

namespace ForceOps.Tool.Bulk;

/// <summary>
/// Writes an org, one line of JSON for each code, status, account and operation. An operation is written as the request that posts it, so
/// that <c>import</c>, or any client, can send it.
/// </summary>
internal static class ExportCommand
{
    /// <summary>Requests that are under way at once: enough to keep the service busy, and few beside a test's own load.</summary>
    private const int AtOnce = 16;

    private static readonly Argument<string?> OrgToWrite = new("org") { Description = "The org; else that of --org", Arity = ArgumentArity.ZeroOrOne };

    private static readonly Option<string?> Output = new("--output", "-o") { Description = "The file; else the output", HelpName = "file" };

    internal static Command Make() => new ToolCommand("export", "Writes an org's set-up and operations, for import",
        "forceops export > org.ndjson",
        "forceops export TN-6f1d2c3b-0a4e-4b5c-8d7e-9f0a1b2c3d4e --output org.ndjson") { OrgToWrite, Output }.Does(RunAsync);

    private static async Task<int> RunAsync(CommandCall call)
    {
        using var other = call.Get(OrgToWrite) is { } org ? call.ServiceAt(call.Service.Url, org) : null;
        var service = other ?? call.Service;
        var file = call.Get(Output);
        // The bar would run through what is written.
        var hasBar = file is not null || Console.IsOutputRedirected;
        var writer = file is null ? null : new StreamWriter(file);
        await using (writer)
        {
            void Write(JsonNode line) => (writer is null ? call.Screen.Text : (Action<string>)writer.WriteLine)(
                Screen.Written(JsonSerializer.SerializeToElement(line)));
            var left = new Dictionary<string, int>(StringComparer.Ordinal);
            await WriteSetUpAsync(service, Write, call.Cancel);
            var work = (WorkProgress bar) => WriteOperationsAsync(service, Write, left, bar, call.Cancel);
            await (hasBar ? call.Screen.ProgressAsync("exporting", work) : work(new WorkProgress(null)));
            foreach (var (what, count) in left)
                call.Screen.Note($"{count} {what} are not in the file: they have no request that import could send.");
        }
        return ExitCode.Done;
    }

    private static async Task WriteSetUpAsync(ServiceClient service, Action<JsonNode> write, CancellationToken cancel)
    {
        var codes = await service.ListAsync("/sandbox/processing-codes").ToListAsync(cancel);
        foreach (var code in codes)
            write(SetUp("processing_code", $"/sandbox/processing-codes/{code.Text("code")}", code, "code"));
        await foreach (var status in service.ListAsync("/sandbox/statuses"))
        {
            if (!status.IsTrue("predefined"))
                write(SetUp("status", $"/sandbox/statuses/{status.Text("status")}", status, "status", "predefined"));
        }
        // Status, processing and limits come last: an operation may be older than the block that it would meet.
        await foreach (var account in service.ListAsync("/sandbox/accounts"))
        {
            write(SetUp("account", $"/sandbox/accounts/{account.Whole("id")}", account,
                "id", "status", "processing", "limits", "balance", "held", "available", "opened_at"));
        }
    }

    private static async Task WriteOperationsAsync(
        ServiceClient service, Action<JsonNode> write, Dictionary<string, int> left, WorkProgress bar, CancellationToken cancel)
    {
        var total = Math.Max(1, (await service.GetAsync("/sandbox/check")).GetProperty("checked").Whole("authorizations") ?? 1);
        var (done, before) = (0L, default(JsonElement));
        var events = service.ListAsync("/sandbox/events?type=authorization-event,authorization-cancellation-event,platform-authorization");
        await foreach (var chunk in events.Select(IdOf).Chunk(AtOnce).WithCancellation(cancel))
        {
            foreach (var operation in await Task.WhenAll(chunk.Select(id => service.GetAsync($"/sandbox/authorizations/{id}"))))
            {
                // The second side of a transfer is part of the first one's request.
                var isSecondSide = before.ValueKind is JsonValueKind.Object && before.Has("tracking_id", operation.Text("tracking_id"));
                if (!isSecondSide)
                {
                    if (await StoredRequest.OfAsync(service, operation) is { } line)
                        write(line);
                    else
                        left[StoredRequest.KindOf(operation)] = left.GetValueOrDefault(StoredRequest.KindOf(operation)) + 1;
                }
                before = operation;
            }
            bar.Set((done += chunk.Length) / (decimal)total, $"exporting {done} of {total}");
        }
        await foreach (var account in service.ListAsync("/sandbox/accounts"))
        {
            var settings = new JsonObject { ["limits"] = JsonNode.Parse(account.GetProperty("limits").GetRawText()) };
            if (account.Text("status") is not "active" and var status)
                settings["status"] = status;
            if (account.Text("processing") is not "normal" and var processing)
                settings["processing"] = processing;
            if (settings.Count > 1 || account.GetProperty("limits").EnumerateObject().Any(limit => limit.Value.ValueKind is not JsonValueKind.Null))
                write(Line("account", "PUT", $"/sandbox/accounts/{account.Whole("id")}", settings));
        }
    }

    private static long IdOf(JsonElement change) => change.GetProperty("data") is var data
        && data.Member("authorization") is { } authorization ? authorization.Whole("id")!.Value : data.Whole("authorization_id")!.Value;

    private static JsonObject SetUp(string kind, string route, JsonElement item, params string[] without)
    {
        var body = JsonNode.Parse(item.GetRawText())!.AsObject();
        foreach (var name in without.Concat(body.Where(member => member.Value is null).Select(member => member.Key)).ToList())
            body.Remove(name);
        return Line(kind, "PUT", route, body);
    }

    internal static JsonObject Line(string kind, string method, string route, JsonObject body) => new()
    {
        ["kind"] = kind, ["method"] = method, ["route"] = route, ["body"] = body,
    };
}
