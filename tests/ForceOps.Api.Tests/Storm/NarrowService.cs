using ForceOps.Api.Tests.Service;

namespace ForceOps.Api.Tests.Storm;

/// <summary>
/// A service that queues ten operations and waits long for locks. Its queue is one for all orgs, so the tests that fill it are one
/// collection and run after one another.
/// </summary>
[CollectionDefinition(Name)]
public sealed class NarrowService(SharedService shared) : IAsyncLifetime, ICollectionFixture<NarrowService>
{
    public const string Name = "narrow service";

    public const int QueueLimit = 10;

    public RunningService Service { get; private set; } = null!;

    public async ValueTask InitializeAsync() => Service = await RunningService.StartAsync(
        await shared.Postgres.CreateDatabaseAsync(),
        ("ForceOps:Ledger:QueueLimit", QueueLimit.ToString()),
        ("ForceOps:Ledger:LockTimeout", "00:01:00"));

    public ValueTask DisposeAsync() => Service.DisposeAsync();

    /// <summary>
    /// Sends the bodies while another operation, sent by this method too, keeps the writer busy behind a lock, and lets go when the
    /// queue is full: so many are refused at once that the rest of them wait in it. One batch then takes them all.
    /// </summary>
    internal static async Task<List<Answer>> SendToFullQueueAsync(Tenant tenant, IReadOnlyList<string> bodies)
    {
        const long busy = 999;
        await tenant.PutAsync($"/sandbox/accounts/{busy}", """{"currency":"USD"}""");
        await using var hold = await HeldLock.OnAccountAsync(tenant.Service.Database, tenant.Org, busy);
        var plug = tenant.ForceAsync(Body.Force(Tenant.NewTrackingId(), busy, 1));
        await hold.WaitForWaitersAsync();
        var calls = bodies.Select(body => tenant.ForceAsync(body)).ToList();
        var unanswered = calls.ToList<Task>();
        // The plug has one of the places.
        while (unanswered.Count > QueueLimit - 1)
            unanswered.Remove(await Task.WhenAny(unanswered).WaitAsync(TimeSpan.FromSeconds(30)));
        await hold.ReleaseAsync();
        Assert.Equal(201, (await plug).Code);
        return [.. await Task.WhenAll(calls)];
    }
}
