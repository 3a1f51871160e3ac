using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Nodes;
using ForceOps.Tool.Output;
using ForceOps.Tool.Service;

namespace ForceOps.Tool.Sandbox;

/// <summary>Makes requests fail on purpose, by rules: which requests, and what goes wrong.</summary>
internal static class FaultCommand
{
    private const string Rules = "/sandbox/faults";

    private static readonly Argument<string> Name = new("name") { Description = "The rule's name: letters, digits, - or _" };

    private static readonly Argument<string?> NameOrAll = new("name")
    {
        Description = "The rule's name; else all rules", Arity = ArgumentArity.ZeroOrOne,
    };

    private static readonly Option<int?> Status = new("--status") { Description = "Answers this status at once, and does nothing", HelpName = "503" };

    private static readonly Option<string?> RetryAfter = new("--retry-after") { Description = "Retry-After of that answer", HelpName = "seconds" };

    private static readonly Option<string?> Latency = new("--latency") { Description = "Waits first: 200ms, or 100ms-2s", HelpName = "time" };

    private static readonly Option<string?> Delay = new("--delay") { Description = "Answers 202, and posts so much later", HelpName = "time" };

    private static readonly Option<string?> Drop = new("--drop")
    {
        Description = "Ends the connection without an answer, before or after the commit", HelpName = "before_commit|after_commit",
    };

    private static readonly Option<string?> Acquirer = new("--acquirer")
    {
        Description = "The acquirer's answer", HelpName = "approved|declined|timed_out",
    };

    private static readonly Option<string?> Webhooks = new("--webhooks")
    {
        Description = "Delivers events twice, or out of order", HelpName = "duplicate|reorder",
    };

    private static readonly Option<string?> Route = new("--route") { Description = "Only this route, or a beginning with *", HelpName = "route" };

    private static readonly Option<string?> Method = new("--method") { Description = "Only this method", HelpName = "POST" };

    private static readonly Option<long?> Account = new("--account") { Description = "Only requests about this account", HelpName = "id" };

    private static readonly Option<string?> Prefix = new("--tracking-id-prefix") { Description = "Only such tracking ids", HelpName = "text" };

    private static readonly Option<decimal?> Amount = new("--amount") { Description = "Only this amount", HelpName = "sum" };

    private static readonly Option<decimal?> AmountFrom = new("--amount-from") { Description = "Only this amount or more", HelpName = "sum" };

    private static readonly Option<decimal?> AmountTo = new("--amount-to") { Description = "Only this amount or less", HelpName = "sum" };

    private static readonly Option<long?> Nth = new("--nth") { Description = "Only the n-th such request", HelpName = "n" };

    private static readonly Option<long?> Every = new("--every") { Description = "Only every n-th such request", HelpName = "n" };

    private static readonly Option<decimal?> Probability = new("--probability") { Description = "Only so many of them, above 0 to 1", HelpName = "0.1" };

    private static readonly Option<long?> Chance = new("--seed") { Description = "The seed of the chance", HelpName = "number" };

    private static readonly Option<long?> Times = new("--times") { Description = "At most so many times", HelpName = "n" };

    private static readonly Option[] Effects = [Status, RetryAfter, Latency, Delay, Drop, Acquirer, Webhooks];

    internal static Command Make()
    {
        Drop.AcceptOnlyFromAmong("before_commit", "after_commit");
        Acquirer.AcceptOnlyFromAmong("approved", "declined", "timed_out");
        Webhooks.AcceptOnlyFromAmong("duplicate", "reorder");
        var set = new ToolCommand("set", "Sets a rule, in place of one of the same name",
            "forceops fault set lost --drop after_commit --nth 1          # the first answer gets lost",
            "forceops fault set slow --latency 100ms-2s --route /payments/v1/payments/force",
            "forceops fault set flaky --status 503 --probability 0.1 --seed 7") { Name };
        foreach (var option in Effects.Concat(
            [Route, Method, Account, Prefix, Amount, AmountFrom, AmountTo, Nth, Every, Probability, Chance, Times]))
            set.Add(option);
        return new ToolCommand("fault", "Makes requests fail on purpose", "forceops fault set lost --drop after_commit --nth 1", "forceops fault list",
            "forceops fault clear")
        {
            set.Does(SetAsync),
            new ToolCommand("list", "Lists the rules, and how often each struck", "forceops fault list").Does(ListAsync),
            new ToolCommand("clear", "Removes a rule, or all of them", "forceops fault clear lost", "forceops fault clear") { NameOrAll }
                .Does(ClearAsync),
        };
    }

    private static async Task<int> SetAsync(CommandCall call)
    {
        if (!Effects.Any(call.Has))
            throw ToolException.Wrong("A rule needs what goes wrong: --status, --latency, --delay, --drop, --acquirer or --webhooks.");
        var effect = new JsonObject();
        Put(effect, "status", call.Get(Status));
        if (call.Get(RetryAfter) is { } seconds)
            effect["headers"] = new JsonObject { ["Retry-After"] = seconds };
        Put(effect, "latency", call.Get(Latency));
        Put(effect, "delay", call.Get(Delay));
        Put(effect, "drop", call.Get(Drop));
        Put(effect, "acquirer", call.Get(Acquirer));
        Put(effect, "webhooks", call.Get(Webhooks));
        var match = new JsonObject();
        Put(match, "route", call.Get(Route));
        Put(match, "method", call.Get(Method));
        Put(match, "account", call.Get(Account));
        Put(match, "tracking_id_prefix", call.Get(Prefix));
        Put(match, "amount", call.Get(Amount));
        Put(match, "amount_from", call.Get(AmountFrom));
        Put(match, "amount_to", call.Get(AmountTo));
        Put(match, "nth", call.Get(Nth));
        Put(match, "every", call.Get(Every));
        Put(match, "probability", call.Get(Probability));
        Put(match, "seed", call.Get(Chance));
        Put(match, "times", call.Get(Times));
        var body = new JsonObject { ["effect"] = effect };
        if (match.Count > 0)
            body["match"] = match;
        var rule = await call.Service.ChangeAsync(HttpMethod.Put, Of(call.Get(Name)), body.ToJsonString());
        Show(call, [rule], rule);
        return ExitCode.Done;
    }

    private static async Task<int> ListAsync(CommandCall call)
    {
        var rules = await call.Service.ListAsync(Rules).ToListAsync(call.Cancel);
        Show(call, rules, JsonSerializer.SerializeToElement(rules));
        return ExitCode.Done;
    }

    private static async Task<int> ClearAsync(CommandCall call)
    {
        var names = call.Get(NameOrAll) is { } one
            ? [one]
            : await call.Service.ListAsync(Rules).Select(rule => rule.Text("name")!).ToListAsync(call.Cancel);
        foreach (var name in names)
            await call.Service.ChangeAsync(HttpMethod.Delete, Of(name));
        if (call.Screen.IsJson)
            call.Screen.Json(JsonSerializer.SerializeToElement(names));
        else
            call.Screen.Line(names.Count == 0 ? "[grey]There was no rule.[/]" : $"[grey]Removed:[/] {string.Join(", ", names).Safe()}");
        return ExitCode.Done;
    }

    private static void Show(CommandCall call, List<JsonElement> rules, JsonElement json)
    {
        if (call.Screen.IsJson)
        {
            call.Screen.Json(json);
            return;
        }
        var table = Tables.Of("RULE", ">MATCHED", ">STRUCK", "EFFECT", "ON");
        foreach (var rule in rules)
        {
            table.Add(rule.Text("name").Safe(), $"{rule.Whole("matched")}", $"{rule.Whole("struck")}", $"[red]{Words(rule.Member("effect"))}[/]",
                rule.Member("match") is { } match && match.EnumerateObject().Any() ? Words(match) : "[grey]every request[/]");
        }
        call.Screen.Table(table, "There are no rules: nothing fails on purpose.");
    }

    private static string Words(JsonElement? members) => members is { } known
        ? string.Join(", ", known.EnumerateObject().Select(member =>
            $"{member.Name} {(member.Value.ValueKind is JsonValueKind.String ? member.Value.GetString() : member.Value.GetRawText())}")).Safe()
        : "";

    private static string Of(string name) => $"{Rules}/{Uri.EscapeDataString(name)}";

    private static void Put<T>(JsonObject body, string name, T? value)
    {
        if (value is not null)
            body[name] = JsonValue.Create(value);
    }
}
