using ForceOps.Api.Tests.Journal;
using ForceOps.Api.Tests.Service;

namespace ForceOps.Api.Tests.Faults;

/// <summary>Setting rules, looking at them, removing them.</summary>
public sealed class FaultRuleTests(SharedService shared)
{
    [Fact]
    public async Task A_rule_is_made_changed_listed_and_removed()
    {
        await using var tenant = shared.NewTenant();
        const string body = """{"match":{"route":"/payments/v1/payments/force","account":1,"every":2},"effect":{"status":503,"body":{"b":[1,"x"]},"headers":{"Retry-After":"2"}}}""";
        var made = await tenant.PutAsync("/sandbox/faults/b", body);
        Assert.Equal(201, made.Code);
        Assert.Equal($$"""{"name":"b",{{body[1..^1]}},"matched":0,"struck":0}""", made.Text);
        await tenant.FaultAsync("a", """{"latency":"1ms"}""");

        Assert.Equal(["a", "b"], (await tenant.GetAsync("/sandbox/faults")).Json.GetProperty(
            "items").EnumerateArray().Select(rule => rule.Text("name")));
        var page = (await tenant.GetAsync("/sandbox/faults?limit=1")).Json;
        Assert.Equal(("a", "a"), (page.GetProperty("items")[0].Text("name"), page.Text("next")));
        Assert.Equal("b", (await tenant.GetAsync("/sandbox/faults?limit=1&after=a")).Json.GetProperty("items")[0].Text("name"));
        Assert.Equal(made.Text, (await tenant.GetAsync("/sandbox/faults/b")).Text);

        Assert.Equal(200, (await tenant.PutAsync("/sandbox/faults/b", """{"effect":{"drop":"before_commit"}}""")).Code);
        Assert.Equal("""{"name":"b","effect":{"drop":"before_commit"},"matched":0,"struck":0}""",
            (await tenant.GetAsync("/sandbox/faults/b")).Text);
        Assert.Equal(204, (await tenant.DeleteAsync("/sandbox/faults/b")).Code);
        Refused.AsProblem(await tenant.GetAsync("/sandbox/faults/b"), 404, "NOT_FOUND");
        Refused.AsProblem(await tenant.DeleteAsync("/sandbox/faults/b"), 404, "NOT_FOUND");
    }

    [Theory]
    [InlineData("effect", """{}""")]
    [InlineData("effect", """{"effect":{}}""")]
    [InlineData("effect.status", """{"effect":{"status":99}}""")]
    [InlineData("effect.status", """{"effect":{"status":600}}""")]
    [InlineData("effect.status", """{"effect":{"status":503,"drop":"after_commit"}}""")]
    [InlineData("effect.body", """{"effect":{"latency":"1s","body":"x"}}""")]
    [InlineData("effect.body", """{"effect":{"status":204,"body":"x"}}""")]
    [InlineData("effect.body", "{\"effect\":{\"status\":503,\"body\":\"\\ud800\"}}")]
    [InlineData("effect.body", "{\"effect\":{\"status\":503,\"body\":{\"a\":[\"\\ud800\"]}}}")]
    [InlineData("effect.body", "{\"effect\":{\"status\":503,\"body\":{\"\\ud800\":1}}}")]
    [InlineData("effect.headers", """{"effect":{"latency":"1s","headers":{"a":"b"}}}""")]
    [InlineData("effect.headers", """{"effect":{"status":503,"headers":{"Content-Length":"7"}}}""")]
    [InlineData("effect.headers", """{"effect":{"status":503,"headers":{"a b":"7"}}}""")]
    [InlineData("effect.headers", """{"effect":{"status":503,"headers":{"a":"\r\nb: c"}}}""")]
    [InlineData("effect.headers", """{"effect":{"status":503,"headers":{"a":null}}}""")]
    [InlineData("effect.headers", """{"effect":{"status":503,"headers":{"a":"1","A":"2"}}}""")]
    [InlineData("effect.latency", """{"effect":{"latency":"soon"}}""")]
    [InlineData("effect.latency", """{"effect":{"latency":"2s-1s"}}""")]
    [InlineData("effect.latency", """{"effect":{"latency":"2m"}}""")]
    [InlineData("effect.delay", """{"effect":{"delay":"1s-2s"}}""")]
    [InlineData("effect.delay", """{"effect":{"delay":"25h"}}""")]
    [InlineData("effect.drop", """{"effect":{"drop":"sometimes"}}""")]
    [InlineData("effect.drop", """{"effect":{"drop":"before_commit","acquirer":"declined"}}""")]
    [InlineData("effect.acquirer", """{"effect":{"acquirer":"busy"}}""")]
    [InlineData("effect.webhooks", """{"effect":{"webhooks":"lost"}}""")]
    [InlineData("effect.webhooks", """{"effect":{"webhooks":"duplicate","status":503}}""")]
    [InlineData("match", """{"match":{"nth":1},"effect":{"webhooks":"duplicate"}}""")]
    [InlineData("match.route", """{"match":{"route":"payments"},"effect":{"status":503}}""")]
    [InlineData("match.route", """{"match":{"route":"/payments/v1/payments/forse"},"effect":{"status":503}}""")]
    [InlineData("match.route", """{"match":{"route":"/sandbox/*"},"effect":{"status":503}}""")]
    [InlineData("match.route", """{"match":{"route":"/sandbox/check"},"effect":{"status":503}}""")]
    [InlineData("match.method", """{"match":{"method":"PO ST"},"effect":{"status":503}}""")]
    [InlineData("match.method", """{"match":{"method":"PSOT"},"effect":{"status":503}}""")]
    [InlineData("match.method", """{"match":{"method":"GET","route":"/payments/v1/payments/force"},"effect":{"status":503}}""")]
    [InlineData("match.method", """{"match":{"method":"GET","route":"/payments/v2/*"},"effect":{"status":503}}""")]
    [InlineData("match.account", """{"match":{"account":0},"effect":{"status":503}}""")]
    [InlineData("match.tracking_id_prefix", """{"match":{"tracking_id_prefix":""},"effect":{"status":503}}""")]
    [InlineData("match.amount", """{"match":{"amount":1,"amount_to":2},"effect":{"status":503}}""")]
    [InlineData("match.amount_to", """{"match":{"amount_from":3,"amount_to":2},"effect":{"status":503}}""")]
    [InlineData("match.nth", """{"match":{"nth":0},"effect":{"status":503}}""")]
    [InlineData("match.nth", """{"match":{"nth":1,"every":2},"effect":{"status":503}}""")]
    [InlineData("match.every", """{"match":{"every":0},"effect":{"status":503}}""")]
    [InlineData("match.probability", """{"match":{"probability":0},"effect":{"status":503}}""")]
    [InlineData("match.probability", """{"match":{"probability":1.01},"effect":{"status":503}}""")]
    [InlineData("match.times", """{"match":{"times":0},"effect":{"status":503}}""")]
    [InlineData("match.seed", """{"match":{"seed":"x"},"effect":{"status":503}}""")]
    [InlineData("match.other", """{"match":{"other":1},"effect":{"status":503}}""")]
    public async Task What_is_no_rule_is_refused_with_its_field(string field, string body)
    {
        await using var tenant = shared.NewTenant();
        var answer = await tenant.PutAsync("/sandbox/faults/one", body);
        Refused.AsProblem(answer, 400, "INVALID_FIELD");
        Assert.StartsWith($"{field} ", answer.Json.GetProperty("detail").GetString(), StringComparison.Ordinal);
        Refused.AsProblem(await tenant.GetAsync("/sandbox/faults/one"), 404, "NOT_FOUND");
        Refused.AsProblem(await tenant.PutAsync("/sandbox/faults/a.b", """{"effect":{"status":503}}"""), 400, "INVALID_FIELD");
    }

    [Fact]
    public async Task Limits_hold_for_rules_and_answers()
    {
        var service = await shared.ConfiguredAsync();
        await using var tenant = service.NewTenant();
        await tenant.FaultAsync("a", """{"status":503,"body":"0123456789"}""");
        await tenant.FaultAsync("b", """{"status":503}""");
        var tooMany = await tenant.PutAsync("/sandbox/faults/c", """{"effect":{"status":503}}""");
        Refused.AsProblem(tooMany, 409, "TOO_MANY_FAULTS");
        await using var crowd = service.NewTenant();
        var many = await Task.WhenAll(Enumerable.Range(
            0, 12).Select(i => crowd.PutAsync($"/sandbox/faults/{(char)('a' + (i % 4))}", """{"effect":{"status":503}}""")));
        Assert.Equal(2, many.Count(answer => answer.Code == 201));
        Assert.Equal(2, (await crowd.GetAsync("/sandbox/faults")).Json.GetProperty("items").GetArrayLength());
        await tenant.FaultAsync("b", """{"status":502}""");
        Refused.AsProblem(await tenant.PutAsync("/sandbox/faults/a", """{"effect":{"status":503,"body":"0123456789x"}}"""), 400,
            "INVALID_FIELD");
        await using var other = service.NewTenant();
        await other.FaultAsync("c", """{"status":503}""");
    }
}
