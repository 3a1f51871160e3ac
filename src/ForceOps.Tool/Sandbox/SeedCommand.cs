using System.CommandLine;
using System.Text.Json;
using ForceOps.Tool.Output;
using ForceOps.Tool.Service;

namespace ForceOps.Tool.Sandbox;

/// <summary>Writes seed files: a commented one to begin with, or one of what an org has.</summary>
internal static class SeedCommand
{
    private static readonly Option<bool> Init = new("--init") { Description = "Writes a commented seed file to begin with" };

    private static readonly Argument<string?> File = new("file")
    {
        Description = "The file to write; else the output", Arity = ArgumentArity.ZeroOrOne,
    };

    private static readonly Option<bool> Force = new("--force") { Description = "Writes over a file that is there" };

    internal static Command Make() => new ToolCommand("seed", "Writes seed files for `forceops serve --seed`",
        "forceops seed --init seed.yaml",
        "forceops seed export > seed.yaml")
    {
        File, Init, Force,
        new ToolCommand("export", "Writes the org's codes, statuses, accounts and webhooks as a seed file; balances are no part of one",
            "forceops seed export seed.yaml --org TN-6f1d2c3b-0a4e-4b5c-8d7e-9f0a1b2c3d4e") { File, Force }.Does(ExportAsync),
    }.Does(RunAsync);

    private static Task<int> RunAsync(CommandCall call)
    {
        if (!call.Get(Init))
            throw ToolException.Wrong("Say --init for a file to begin with, or `forceops seed export` for what the org has.");
        using var reader = new StreamReader(typeof(SeedCommand).Assembly.GetManifestResourceStream("seed.yaml")!);
        return Task.FromResult(Write(call, reader.ReadToEnd()));
    }

    private static async Task<int> ExportAsync(CommandCall call)
    {
        var service = call.Service;
        var org = service.Org ?? OrgId.Default.ToString();
        var codes = await service.ListAsync("/sandbox/processing-codes").ToListAsync(call.Cancel);
        var statuses = await service.ListAsync("/sandbox/statuses").Where(status => !status.IsTrue("predefined")).ToListAsync(call.Cancel);
        var accounts = await service.ListAsync("/sandbox/accounts").ToListAsync(call.Cancel);
        var webhooks = await service.ListAsync("/sandbox/webhooks").ToListAsync(call.Cancel);
        return Write(call, SeedText.Of(org, codes, statuses, accounts, webhooks));
    }

    private static int Write(CommandCall call, string text)
    {
        var file = call.Get(File);
        if (file is null or "-")
        {
            call.Screen.Text(text.TrimEnd('\n'));
            return ExitCode.Done;
        }
        if (System.IO.File.Exists(file) && !call.Get(Force))
            throw ToolException.Wrong($"{file} is there already: --force writes over it.");
        System.IO.File.WriteAllText(file, text);
        if (!call.Screen.IsJson)
            call.Screen.Line($"[grey]Wrote[/] {file.Safe()}[grey]. Use it:[/] forceops serve --seed {file.Safe()}");
        return ExitCode.Done;
    }
}

/// <summary>Writes what an org has in the form of a seed file. Equal neighbours among the accounts become one range.</summary>
internal static class SeedText
{
    internal static string Of(
        string org, List<JsonElement> codes, List<JsonElement> statuses, List<JsonElement> accounts, List<JsonElement> webhooks)
    {
        var lines = new List<string>
        {
            "# Written by `forceops seed export`. Balances and operations are no part of a seed: `forceops export` writes those.",
            "orgs:", $"  - id: {org}",
        };
        Add(lines, "processing_codes", codes.Select(Code));
        Add(lines, "statuses", statuses.Select(status =>
            $"{{ status: {status.Text("status")}, allowed_operations: {status.Text("allowed_operations")}, "
            + $"is_final: {(status.IsTrue("is_final") ? "true" : "false")} }}"));
        Add(lines, "accounts", Ranges(accounts));
        Add(lines, "webhooks", webhooks.Select(webhook =>
            $"{{ name: {webhook.Text("name")}, url: {Quoted(webhook.Text("url"))}, "
            + $"types: [{string.Join(", ", webhook.Items("types").Select(type => Quoted(type.GetString())))}] }}"));
        return string.Join('\n', lines) + "\n";
    }

    private static void Add(List<string> lines, string name, IEnumerable<string> items)
    {
        var known = items.ToList();
        if (known.Count == 0)
            return;
        lines.Add($"    {name}:");
        lines.AddRange(known.Select(item => $"      - {item}"));
    }

    private static string Code(JsonElement code) => Map(
        ("code", Quoted(code.Text("code"))), ("balance_impact", $"{code.Whole("balance_impact")}"),
        ("description", code.Text("description") is { } text ? Quoted(text) : null),
        ("reversal_code", code.Text("reversal_code") is { } reversal ? Quoted(reversal) : null),
        ("operation_type", code.Text("operation_type") is "NORMAL" ? null : code.Text("operation_type")),
        ("fee", code.Member("fee") is { } fee ? Fee(fee) : null));

    private static string? Fee(JsonElement fee, string? code = null) =>
        code is null && fee.Sum("fixed") is null or 0 && fee.Sum("percent") is null or 0
            ? null
            : Map(("code", code), ("fixed", Number(fee, "fixed")), ("percent", Number(fee, "percent")), ("method", fee.Text("method")));

    private static IEnumerable<string> Ranges(List<JsonElement> accounts)
    {
        for (var i = 0; i < accounts.Count;)
        {
            var (first, settings) = (accounts[i].Whole("id")!.Value, Settings(accounts[i]));
            var last = first;
            for (i++; i < accounts.Count && accounts[i].Whole("id") == last + 1 && string.Equals(Settings(accounts[i]), settings, StringComparison.Ordinal); i++)
                last++;
            var ids = first == last ? $"id: {first}" : $"from: {first}, to: {last}";
            yield return $"{{ {ids}, {settings} }}";
        }
    }

    private static string Settings(JsonElement account)
    {
        var limits = account.Member("limits") ?? default;
        var map = Map(
            ("kind", account.Text("kind")), ("status", account.Text("status")), ("processing", account.Text("processing")),
            ("currency", account.Text("currency")), ("credit_limit", Number(account, "credit_limit")),
            ("limits", limits.Sum("per_operation") is null && limits.Sum("per_day") is null ? null
                : Map(("per_operation", Number(limits, "per_operation")), ("per_day", Number(limits, "per_day")))),
            ("fees", account.Items("fees").Any()
                ? $"[{string.Join(", ", account.Items("fees").Select(fee => Fee(fee, Quoted(fee.Text("code")))))}]" : null),
            ("profile", account.Member("profile") is { } profile && profile.EnumerateObject().Any()
                ? Map([.. profile.EnumerateObject().Select(member => (member.Name, (string?)(member.Value.ValueKind is JsonValueKind.String
                    ? Quoted(member.Value.GetString()) : member.Value.GetRawText())))]) : null));
        return map[2..^2];
    }

    private static string Map(params (string Name, string? Value)[] members) =>
        $"{{ {string.Join(", ", members.Where(member => member.Value is not null).Select(member => $"{member.Name}: {member.Value}"))} }}";

    private static string? Number(JsonElement json, string name) => json.Member(name)?.GetRawText();

    /// <summary>Writes a text as YAML reads it back whatever is in it: a text of JSON is one of YAML.</summary>
    private static string Quoted(string? text) => Screen.Written(JsonSerializer.SerializeToElement(text ?? ""));
}
