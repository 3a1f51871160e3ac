namespace ForceOps.Torture.Crash;

/// <summary>A service that is killed while it makes its tables: the next start makes the rest of them, and posts.</summary>
internal static class FreshDatabase
{
    private static int _count;

    internal static async Task<IReadOnlyList<Problem>> KillMigrationAsync(Stage stage, Tally tally, Random random)
    {
        var name = $"fresh_{Interlocked.Increment(ref _count)}";
        await stage.CreateDatabaseAsync(name);
        var settings = stage.SettingsFor(name);
        var killed = ServiceProcess.Launch(settings, TimeSpan.FromSeconds(60));
        // The migrations begin with the second half of the first second, on a machine that has nothing else to do.
        await Task.Delay(random.Next(300, 4000));
        await killed.KillAsync();
        await killed.DisposeAsync();

        IReadOnlyList<Problem> problems;
        await using (var services = new Services(1, settings))
        {
            await services.BringBackAsync();
            using var caller = new Caller(services, tally, $"TN-{Guid.NewGuid()}");
            var operations = new Operations("fresh", random);
            var posted = Enumerable.Range(1, 5).Select(i => operations.Force(1, i, credit: true)).ToList();
            await Task.WhenAll(posted.Select(caller.SettleAsync));
            problems = HistoryChecker.Check(posted, await BookReader.ReadAsync(caller, [], events: null));
        }
        await stage.DropDatabaseAsync(name);
        return problems;
    }
}
