using System.Net;
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
    }

    [Fact]
    public async Task An_answer_that_is_lost_after_the_posting_does_not_pay_twice()
    {
        await using var payments = await RunningPayments.StartAsync(forceops);
        var fault = await payments.Org.SetFaultAsync(Fault.LoseAnswer().OnRoute(Force).AtMost(1));

        Assert.Equal(PayoutState.Posted, await payments.PayAsync(Guid.NewGuid(), 40.25m));

        Assert.Equal(1, await fault.CountStruckAsync());
        Assert.Equal(40.25m, await payments.Org.GetBalanceAsync(1234));
    }

    [Fact]
    public async Task A_provider_that_is_busy_is_asked_again_when_it_says()
    {
        await using var payments = await RunningPayments.StartAsync(forceops);
        var fault = await payments.Org.SetFaultAsync(Fault.Answer(503, retryAfter: TimeSpan.FromSeconds(1)).OnRoute(Force).AtMost(1));

        Assert.Equal(PayoutState.Posted, await payments.PayAsync(Guid.NewGuid(), 40.25m));

        Assert.Equal(1, await fault.CountStruckAsync());
        Assert.Equal(40.25m, await payments.Org.GetBalanceAsync(1234));
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
        while (await fault.CountStruckAsync(patience.Token) < 2 || payments.Store.Handled < 2)
            await Task.Delay(20, patience.Token);
        Assert.Equal(2, payments.Store.Handled);
        Assert.Single(events);
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
        // Whether it took the forged one is found out by ForceOps, which is asked at the end of each test.
        Assert.True(await fault.CountStruckAsync(patience.Token) > 0);
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
    }
}
