using ForceOps.Api.Tests.Service;
using ForceOps.Postgres.Schema;
using ForceOps.Postgres.Writing;
using Microsoft.Extensions.Logging.Abstractions;

namespace ForceOps.Api.Tests.Storm;

/// <summary>The database dies while a commit is under way: nobody knows what became of it until the database is asked.</summary>
[Collection(Lanes.Kills)]
public sealed class LostCommitTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task Others_are_not_made_to_wait_for_a_commit_whose_fate_stayed_unknown()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "SIGKILL is of Unix.");
        const string trackingId = "lost-commit-000000000000000000000001";
        await using var postgres = await OwnPostgres.StartAsync();
        await using var service = await StartAsync(postgres);
        var tenant = service.NewTenant();
        await using var hold = await HoldTrackingIdAsync(service, tenant, trackingId);
        // A writer of the test's own: by its clock nobody looks for a lost commit any longer than the test wants.
        var (clock, options) = (new MovableClock(), new WriterOptions { Writers = 1, LockTimeout = TimeSpan.FromMinutes(1) });
        await using var source = LedgerDatabase.Open(postgres.ConnectionString);
        using var signal = new DelayedSignal();
        await using var writer = new LedgerWriter(source, options, signal, clock, NullLogger<LedgerWriter>.Instance);
        var org = OrgId.Parse(tenant.Org);
        var lost = writer.PostAsync(org, ForceOf(trackingId, 1));
        await hold.WaitForWaitersAsync();
        postgres.Kill();
        await clock.WaitedByAsync();
        clock.Move(options.AnswerTimeout);
        Assert.Equal(WriteResult.Refused(WriteRefusal.Unavailable), await lost.WaitAsync(Patience));

        // The clock stands: if this one looked for anything, it would never be answered.
        var next = writer.PostAsync(org, ForceOf(Tenant.NewTrackingId(), 2));

        try
        {
            Assert.Equal(WriteResult.Refused(WriteRefusal.Unavailable), await next.WaitAsync(Patience));
        }
        finally
        {
            // Or the writer would not end either.
            clock.Move(options.AnswerTimeout);
        }
    }

    [Fact]
    public async Task An_answer_after_a_crash_is_about_this_operation_and_not_about_another_that_got_its_transaction_id()
    {
        // A transaction id that no flushed record mentions is given out again after a crash.
        Assert.SkipWhen(OperatingSystem.IsWindows(), "SIGKILL is of Unix.");
        await using var postgres = await OwnPostgres.StartAsync(("wal_writer_delay", "10s"), ("autovacuum", "off"));
        await using var service = await StartAsync(postgres);
        var tenant = service.NewTenant();
        const string trackingId = "lost-commit-000000000000000000000002";
        Task<Answer> lost;
        await using (var hold = await HoldTrackingIdAsync(service, tenant, trackingId))
        {
            lost = tenant.ForceAsync(Body.Force(trackingId, 1, 5));
            await hold.WaitForWaitersAsync();
            postgres.Kill();
        }
        await postgres.StartAgainAsync();
        var others = await Sql.OpenAsync(postgres.ConnectionString);
        await using (others)
        {
            for (var i = 0; i < 50; i++)
            {
                await using var other = new Npgsql.NpgsqlCommand($"CREATE TABLE other_{i} ()", others);
                await other.ExecuteNonQueryAsync();
            }
        }

        var answer = await lost;
        var found = await tenant.GetAsync($"/sandbox/authorizations?tracking_id={trackingId}");
        Assert.True(answer.Code == 201 == (found.Code == 200),
            $"answered {answer.Code} {answer.Text}, but the lookup says {found.Code} {found.Text}");
        await tenant.DisposeAsync();
    }

    private static Task<RunningService> StartAsync(OwnPostgres postgres) => RunningService.StartAsync(
        postgres.ConnectionString, ("ForceOps:Ledger:LockTimeout", "00:01:00"), ("ForceOps:Ledger:AnswerTimeout", "00:02:00"));

    private static Force ForceOf(string trackingId, long account) => new()
    {
        TrackingId = TrackingId.Parse(trackingId), CorrelationId = "lost", AccountId = account, Amount = Amount.Create(5),
        ProcessingCode = ProcessingCode.Parse("090907"),
    };

    private static async Task<HeldLock> HoldTrackingIdAsync(RunningService service, Tenant tenant, string trackingId)
    {
        await tenant.PutAsync("/sandbox/accounts", """{"from":1,"to":9,"currency":"USD"}""");
        // The writer's own insert of it waits, with its COMMIT behind it in the pipeline.
        return await HeldLock.OnTrackingIdAsync(service.Database, tenant.Org, trackingId);
    }
}
