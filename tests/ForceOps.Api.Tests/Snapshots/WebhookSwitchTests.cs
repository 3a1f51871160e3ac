using ForceOps.Api.Tests.Events;
using ForceOps.Api.Tests.Service;

namespace ForceOps.Api.Tests.Snapshots;

/// <summary>Webhooks belong to the org, not to its books: a restore leaves them where they are.</summary>
public sealed class WebhookSwitchTests(SharedService shared)
{
    [Fact]
    public async Task A_restore_delivers_nothing_of_before_again_and_what_follows_once()
    {
        await using var receiver = Receiver.Start();
        await using var tenant = shared.NewTenant();
        await tenant.PutAsync("/sandbox/webhooks/all", $$"""{"url":"{{receiver.Url}}"}""").SuccessAsync();
        var before = await tenant.CreditAsync(1, 1);
        await receiver.WaitForAsync(2);
        await tenant.TakeAsync("one").SuccessAsync();
        var dropped = await tenant.CreditAsync(1, 2);
        await receiver.WaitForAsync(4);

        await tenant.RestoreAsync("one").SuccessAsync();
        var after = await tenant.CreditAsync(1, 3);
        await receiver.WaitForAsync(6);

        // In the order of ids, so that whatever was before would have come before.
        Assert.Equal([before, before, dropped, dropped, after, after], receiver.Accepted.Select(one => one.TrackingId));
        Assert.Equal([before, before, after, after], (
            await tenant.EventObjectsAsync()).Select(one => one.Data().GetProperty("tracking_id").GetString()));
        // The balance goes on from the restored one.
        Assert.Equal(4, await tenant.BalanceOfAsync(1));
    }

    [Fact]
    public async Task A_client_that_follows_with_its_cursor_sees_what_is_posted_after_a_reset()
    {
        await using var tenant = shared.NewTenant();
        await tenant.CreditAsync(1, 1);
        var cursor = (await tenant.GetAsync("/sandbox/events?after=0")).Json.GetProperty("last").GetString();

        await tenant.ResetAsync().SuccessAsync();
        var after = await tenant.CreditAsync(1, 3);

        var events = (await tenant.GetAsync($"/sandbox/events?after={cursor}")).Json.GetProperty("items").EnumerateArray().ToList();
        Assert.Equal([after, after], events.Select(one => one.Data().GetProperty("tracking_id").GetString()));
    }
}
