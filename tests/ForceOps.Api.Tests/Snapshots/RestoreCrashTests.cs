using ForceOps.Api.Tests.Service;

namespace ForceOps.Api.Tests.Snapshots;

/// <summary>A service that is killed in the middle of a restore or reset leaves the org as it was or as it was to be.</summary>
[Collection(Lanes.Kills)]
public sealed class RestoreCrashTests(SharedService shared)
{
    [Fact]
    public async Task A_kill_at_any_moment_leaves_one_state_or_the_other()
    {
        var database = await shared.Postgres.CreateDatabaseAsync();
        var random = new Random(Environment.TickCount);
        var org = $"TN-{Guid.NewGuid()}";
        var (killed, rounds) = (0, Thorough.Rounds(1, 8));
        var service = await RunningService.StartProcessAsync(database);
        try
        {
            var tenant = new Tenant(service, org);
            await tenant.PutAsync("/sandbox/accounts", """{"from":1,"to":3000}""").SuccessAsync();
            await Task.WhenAll(Enumerable.Range(1, 200).Select(account => tenant.CreditAsync(account, 1)));
            await tenant.TakeAsync("full").SuccessAsync();
            for (var round = 0; round < rounds; round++)
            {
                // From an empty org to the full one and back; the kill comes somewhere in between, or just before or after.
                await tenant.ResetAsync().SuccessAsync();
                var restoring = tenant.RestoreAsync("full");
                await Task.Delay(random.Next(0, 120));
                await service.KillAsync();
                var answered = await AnsweredAsync(restoring);
                killed += answered ? 0 : 1;

                service = await RunningService.StartProcessAsync(database);
                tenant = new Tenant(service, org);
                var counts = await tenant.CountsAsync();
                const string Full = """{"accounts":3000,"authorizations":200,"movements":200}""";
                Assert.Contains(counts, answered ? [Full] : new[] { Full, """{"accounts":0,"authorizations":0,"movements":0}""" });
                Assert.True((await tenant.GetAsync("/sandbox/check?all=true")).Json.GetProperty("ok").GetBoolean());
                await tenant.RestoreAsync("full").SuccessAsync();
                Assert.Equal(Full, await tenant.CountsAsync());
            }
            await tenant.DisposeAsync();
        }
        finally
        {
            await service.DisposeAsync();
        }
        TestContext.Current.SendDiagnosticMessage($"{killed} of {rounds} restores were killed before their answer");
    }

    private static async Task<bool> AnsweredAsync(Task<Answer> call)
    {
        try
        {
            return (await call).Code == 200;
        }
        catch (Exception error) when (error is HttpRequestException or IOException)
        {
            return false;
        }
    }
}
