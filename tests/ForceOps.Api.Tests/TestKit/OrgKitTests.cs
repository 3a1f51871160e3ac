using System.Net;
using System.Net.Http.Json;
using System.Reflection;
using System.Text.Json;
using ForceOps.Api.Tests.Events;
using ForceOps.Api.Tests.Service;
using ForceOps.Testing;

namespace ForceOps.Api.Tests.TestKit;

/// <summary>What a test of somebody else does with an org of <c>ForceOps.Testing</c>, on the service that all tests share.</summary>
public sealed class OrgKitTests(SharedService shared) : IAsyncLifetime
{
    private const string Route = "payments/v1/payments/force";

    private readonly ForceOpsServer _forceops = ForceOpsServer.ConnectTo(shared.Service.Url);

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public ValueTask DisposeAsync() => _forceops.DisposeAsync();

    [Fact]
    public async Task Orgs_are_fresh_and_do_not_see_each_other()
    {
        using var one = _forceops.NewOrg();
        using var other = _forceops.NewOrg();
        await one.OpenAccountAsync(7, creditLimit: 50);
        Assert.Equal(HttpStatusCode.Created, (await ForceAsync(one, 7, 40.25m)).StatusCode);

        Assert.Equal(40.25m, await one.GetBalanceAsync(7));
        var missing = await Assert.ThrowsAsync<ForceOpsException>(() => other.GetBalanceAsync(7));
        Assert.Contains($"GET /sandbox/accounts/7 of {other.Tenant} was answered 404: ", missing.Message);
        using var again = _forceops.OpenOrg(one.Tenant);
        Assert.Equal(50, (await again.SandboxAsync(HttpMethod.Get, "accounts/7")).GetProperty("credit_limit").GetDecimal());
        await one.AssertBooksAsync();
    }

    [Fact]
    public async Task A_fault_strikes_is_counted_and_can_be_cleared()
    {
        const string slowId = "510e0000-0000-4000-8000-000000000001";
        using var org = _forceops.NewOrg();
        var lost = await org.SetFaultAsync(Fault.LoseAnswer().OnRoute("/" + Route).OnAccount(1).AtMost(1));
        var busy = await org.SetFaultAsync(Fault.Answer(503, TimeSpan.FromSeconds(2)).OnAccount(2));
        var slow = await org.SetFaultAsync(Fault.Slow(TimeSpan.FromMilliseconds(1)).OnTrackingIds(slowId[..4]).WithProbability(1));
        var later = await org.SetFaultAsync(Fault.AcceptNowPostLater(TimeSpan.FromMilliseconds(20)).OnAccount(3).OnlyThe(1));
        await org.SetFaultAsync(Fault.LoseRequest().OnAccount(4).Every(2));
        await org.SetFaultAsync(Fault.RepeatWebhooks().OnAccount(1));

        var trackingId = Tenant.NewTrackingId();
        await Assert.ThrowsAsync<HttpRequestException>(() => ForceAsync(org, 1, 5, trackingId));
        var retry = await ForceAsync(org, 1, 5, trackingId);
        Assert.Equal((HttpStatusCode.Conflict, "same"), (retry.StatusCode, retry.Headers.GetValues("x-forceops-replay").Single()));
        var refused = await ForceAsync(org, 2, 5);
        Assert.Equal(TimeSpan.FromSeconds(2), refused.Headers.RetryAfter!.Delta);
        Assert.Equal([busy.Name], refused.Headers.GetValues("x-forceops-fault"));
        Assert.Equal([slow.Name], (await ForceAsync(org, 5, 5, slowId)).Headers.GetValues("x-forceops-fault"));
        Assert.Equal(HttpStatusCode.Accepted, (await ForceAsync(org, 3, 5)).StatusCode);
        foreach (var fault in new[] { lost, busy, later })
            Assert.Equal(1, await fault.CountStruckAsync());

        await slow.DisposeAsync();
        await org.ClearFaultsAsync();
        // Gone already, and so it stays.
        await busy.DisposeAsync();
        Assert.Equal(HttpStatusCode.Created, (await ForceAsync(org, 2, 5)).StatusCode);
        await org.AssertBooksAsync();
    }

    [Fact]
    public async Task Every_fault_is_one_that_the_service_knows()
    {
        using var org = _forceops.NewOrg();
        foreach (var make in typeof(Fault).GetMethods(BindingFlags.Public | BindingFlags.Static | BindingFlags.DeclaredOnly))
        {
            var values = make.GetParameters().Select(parameter => parameter.Name switch
            {
                "status" => (object)503, "latency" or "delay" => TimeSpan.FromSeconds(1), _ => null,
            });
            await using var fault = await org.SetFaultAsync((Fault)make.Invoke(null, [.. values])!);
            Assert.Equal(0, await fault.CountStruckAsync());
        }
    }

    [Fact]
    public async Task The_clock_stands_moves_and_runs_again()
    {
        using var org = _forceops.NewOrg();
        var midnight = new DateTimeOffset(2031, 1, 31, 23, 59, 0, TimeSpan.Zero);

        Assert.Equal(midnight, await org.FreezeClockAsync(midnight));
        Assert.Equal(midnight.AddHours(1), await org.AdvanceClockAsync(TimeSpan.FromHours(1)));
        Assert.Equal(midnight.AddHours(1), await org.FreezeClockAsync());
        await org.ResetClockAsync();
        Assert.NotEqual(2031, (await org.GetTimeAsync()).Year);
    }

    [Fact]
    public async Task Books_come_back_as_they_were()
    {
        using var org = _forceops.NewOrg();
        await ForceAsync(org, 1, 5);
        await org.SnapshotAsync();
        await ForceAsync(org, 1, 5);
        Assert.Equal(10, await org.GetBalanceAsync(1));

        await org.RestoreAsync();
        Assert.Equal(5, await org.GetBalanceAsync(1));
        await org.ResetAsync();
        await Assert.ThrowsAsync<ForceOpsException>(() => org.GetBalanceAsync(1));
    }

    [Fact]
    public async Task Events_are_waited_for_and_what_does_not_come_is_told_with_what_came()
    {
        using var org = _forceops.NewOrg();
        var wait = org.WaitForEventsAsync(2, "authorization-event", account: 1);
        await ForceAsync(org, 2, 5);
        await ForceAsync(org, 1, 1);
        await ForceAsync(org, 1, 2);

        Assert.Equal([1, 2], (await wait).Select(one => one.Data.GetProperty("amount").GetDecimal()));
        Assert.All(await wait, one => Assert.Equal(("authorization", 36), (one.Domain, one.Id.Length)));
        var late = await Assert.ThrowsAsync<ForceOpsException>(
            () => org.WaitForEventsAsync(1, "authorization-denied-event", account: 1, timeout: TimeSpan.FromMilliseconds(1)));
        Assert.StartsWith($"Waited 0 s for 1 events authorization-denied-event of account 1 in {org.Tenant}, and 0 came. ", late.Message);
        Assert.Contains(" 3 authorization-event", late.Message);
    }

    [Fact]
    public async Task A_webhook_gets_events_that_its_secret_verifies()
    {
        await using var receiver = Receiver.Start();
        using var org = _forceops.NewOrg();
        var secret = await org.AddWebhookAsync(new Uri(receiver.Url), types: ["authorization-event"]);
        await ForceAsync(org, 1, 5);

        var got = Assert.Single(await receiver.WaitForAsync(1));
        Assert.StartsWith("whsec_", secret);
        Assert.Equal((await org.WaitForEventsAsync(1, "authorization-event"))[0].Id, got.Id);
        foreach (var webhook in (await org.SandboxAsync(HttpMethod.Get, "webhooks")).GetProperty("items").EnumerateArray())
            await org.SandboxAsync(HttpMethod.Delete, $"webhooks/{webhook.GetProperty("name").GetString()}");
    }

    [Fact]
    public async Task A_client_that_pays_twice_after_a_lost_answer_is_told_so()
    {
        using var org = _forceops.NewOrg();
        await org.AssertNoFindingsAsync(FindingSeverity.Low);
        await org.SetFaultAsync(Fault.LoseAnswer().AtMost(1));
        await Assert.ThrowsAsync<HttpRequestException>(() => ForceAsync(org, 1, 5));
        await ForceAsync(org, 1, 5);

        var error = await Assert.ThrowsAsync<ForceOpsException>(() => org.AssertNoFindingsAsync());
        Assert.Contains($"mistakes of the client of {org.Tenant}", error.Message);
        Assert.Contains("high double-post ", error.Message);
    }

    private static Task<HttpResponseMessage> ForceAsync(ForceOpsOrg org, long account, decimal amount, string? trackingId = null) =>
        org.Http.PostAsJsonAsync(Route, new Dictionary<string, object>(StringComparer.Ordinal)
        {
            ["tracking_id"] = trackingId ?? Tenant.NewTrackingId(), ["account_id"] = account, ["amount"] = amount,
            ["processing_code"] = "090907",
        }, JsonSerializerOptions.Default);
}
