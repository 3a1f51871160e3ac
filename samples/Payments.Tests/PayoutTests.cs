using System.Net;
using System.Net.Http.Json;
using System.Text;
using ForceOps.Testing;

namespace Payments.Tests;

/// <summary>What goes wrong between a service and its provider, and that each payout is still paid once.</summary>
public sealed class PayoutTests(ForceOpsFixture forceops)
{
    private const string Force = "/payments/v1/payments/force";

    [Fact]
    public async Task A_payout_is_posted_once_however_often_it_is_asked_for()
    {
        await using var payments = await RunningPayments.StartAsync(forceops);
        var id = Guid.NewGuid();

        Assert.Equal(PayoutState.Posted, await payments.PayAsync(id, 40.25m));
        Assert.Equal(PayoutState.Posted, await payments.PayAsync(id, 40.25m));

        Assert.Equal(40.25m, await payments.Org.GetBalanceAsync(1234));
        await payments.AssertRightAsync();
    }

    [Fact]
    public async Task An_answer_that_is_lost_after_the_posting_does_not_pay_twice()
    {
        await using var payments = await RunningPayments.StartAsync(forceops);
        var fault = await payments.Org.SetFaultAsync(Fault.LoseAnswer().OnRoute(Force).AtMost(1));

        // The retry is answered 409, without the header by which ForceOps says more than the provider does (AsProvider).
        Assert.Equal(PayoutState.Posted, await payments.PayAsync(Guid.NewGuid(), 40.25m));

        Assert.Equal(1, await fault.CountStruckAsync());
        Assert.Equal(40.25m, await payments.Org.GetBalanceAsync(1234));
        await payments.AssertRightAsync();
    }

    [Fact]
    public async Task An_operation_that_another_program_posted_under_the_id_is_no_success()
    {
        await using var payments = await RunningPayments.StartAsync(forceops);
        var id = Guid.NewGuid();
        var other = new { tracking_id = id, account_id = 1234, amount = 99.75m, processing_code = "090907" };
        using var first = await payments.Org.Http.PostAsJsonAsync(Force, other);
        Assert.Equal(HttpStatusCode.Created, first.StatusCode);

        var payout = await payments.AskAsync(id, 40.25m);

        Assert.Equal((PayoutState.Refused, "TRACKING_ID_IN_USE"), (payout.State, payout.Reason));
        Assert.Equal(99.75m, await payments.Org.GetBalanceAsync(1234));
        // That is a mistake, and ForceOps has found it: so the books alone are asked for.
        await payments.Org.AssertBooksAsync();
    }

    [Theory]
    [InlineData(401)]
    [InlineData(403)]
    [InlineData(404)]
    public async Task An_answer_that_says_nothing_about_the_money_leaves_the_payout_pending(int status)
    {
        await using var payments = await RunningPayments.StartAsync(forceops);
        await payments.Org.SetFaultAsync(Fault.Answer(status).OnRoute(Force).AtMost(1));
        var id = Guid.NewGuid();

        Assert.Equal(PayoutState.Pending, await payments.PayAsync(id, 40.25m));
        Assert.Equal(PayoutState.Posted, await payments.PayAsync(id, 40.25m));

        Assert.Equal(40.25m, await payments.Org.GetBalanceAsync(1234));
        await payments.AssertRightAsync();
    }

    [Fact]
    public void An_event_that_tells_of_the_posting_wins_over_a_refusal_and_never_the_other_way_round()
    {
        var store = new PayoutStore();
        var id = store.Begin(new Payout(Guid.NewGuid(), 1234, 40.25m, PayoutState.Pending)).Id;

        Assert.Equal("SOME_CODE", store.Finish(id, PayoutState.Refused, "SOME_CODE").Reason);
        Assert.Equal((PayoutState.Posted, null), (store.Finish(id, PayoutState.Posted).State, store.Find(id)!.Reason));
        Assert.Equal(PayoutState.Posted, store.Finish(id, PayoutState.Refused, "SOME_CODE").State);
    }

    [Fact]
    public async Task A_provider_that_is_busy_is_asked_again_when_it_says()
    {
        await using var payments = await RunningPayments.StartAsync(forceops);
        var fault = await payments.Org.SetFaultAsync(Fault.Answer(503, retryAfter: TimeSpan.FromSeconds(1)).OnRoute(Force).AtMost(1));

        Assert.Equal(PayoutState.Posted, await payments.PayAsync(Guid.NewGuid(), 40.25m));

        Assert.Equal(1, await fault.CountStruckAsync());
        Assert.Equal(40.25m, await payments.Org.GetBalanceAsync(1234));
        await payments.AssertRightAsync();
    }

    [Fact]
    public async Task What_is_accepted_is_pending_until_the_webhook_tells_the_end()
    {
        await using var payments = await RunningPayments.StartAsync(forceops);
        await payments.Org.SetFaultAsync(Fault.AcceptNowPostLater(TimeSpan.FromMilliseconds(300)).OnRoute(Force).AtMost(1));
        var id = Guid.NewGuid();

        Assert.Equal(PayoutState.Pending, await payments.PayAsync(id, 40.25m));

        Assert.Equal(PayoutState.Posted, (await payments.WaitAsync(id)).State);
        Assert.Equal(40.25m, await payments.Org.GetBalanceAsync(1234));
        await payments.AssertRightAsync();
    }

    [Fact]
    public async Task A_webhook_that_comes_twice_is_handled_once()
    {
        await using var payments = await RunningPayments.StartAsync(forceops);
        var fault = await payments.Org.SetFaultAsync(Fault.RepeatWebhooks());

        await payments.PayAsync(Guid.NewGuid(), 40.25m);

        var events = await payments.Org.WaitForEventsAsync(1, "authorization-event");
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        // The posting and the change of the balance, each sent twice.
        while (payments.Store.Handled + payments.Store.Repeated < 4)
            await Task.Delay(20, patience.Token);
        Assert.Equal((2, 2), (payments.Store.Handled, payments.Store.Repeated));
        Assert.True(await fault.CountStruckAsync(patience.Token) > 0);
        Assert.Single(events);
        await payments.AssertRightAsync();
    }

    [Fact]
    public async Task A_webhook_with_a_wrong_signature_is_refused_and_the_right_one_is_handled()
    {
        await using var payments = await RunningPayments.StartAsync(forceops);
        var fault = await payments.Org.SetFaultAsync(Fault.TamperWebhooks());

        await payments.PayAsync(Guid.NewGuid(), 40.25m);

        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        while (payments.Store.Handled < 2)
            await Task.Delay(20, patience.Token);
        Assert.True(await fault.CountStruckAsync(patience.Token) > 0);
        // Whether it took the forged one is found out by ForceOps.
        await payments.AssertRightAsync();
    }

    [Fact]
    public async Task A_webhook_that_somebody_else_signed_changes_nothing()
    {
        await using var payments = await RunningPayments.StartAsync(forceops);
        using var forged = new HttpRequestMessage(HttpMethod.Post, new Uri("webhooks/pismo", UriKind.Relative));
        forged.Content = new StringContent("""{"event_type":"authorization-event","data":{}}""", Encoding.UTF8, "application/json");
        forged.Headers.Add("webhook-id", "msg_1");
        forged.Headers.Add("webhook-timestamp", TimeProvider.System.GetUtcNow().ToUnixTimeSeconds().ToString());
        forged.Headers.Add("webhook-signature", "v1,AAAA");

        using var answer = await payments.Http.SendAsync(forged);

        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
        Assert.Equal(0, payments.Store.Handled);
        await payments.AssertRightAsync();
    }
}
