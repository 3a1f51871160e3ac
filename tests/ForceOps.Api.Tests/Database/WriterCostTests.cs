using System.Diagnostics;
using ForceOps.Api.Tests.Service;
using ForceOps.Postgres.Schema;
using ForceOps.Postgres.Writing;
using Microsoft.Extensions.Logging.Abstractions;

namespace ForceOps.Api.Tests.Database;

/// <summary>
/// What a posting costs, in things that can be counted and do not depend on the machine: round trips, statements, bytes allocated. They may
/// shrink, and then the numbers here are to be lowered; whoever raises one says in ARCHITECTURE.md why.
/// </summary>
[Collection(SerialCollection.Name)]
public sealed class WriterCostTests(SharedService shared) : IAsyncLifetime
{
    private const int Accounts = 200;

    /// <summary>
    /// Of the writer and the ledger together, a posting in a crowd: what it keeps in memory to the answer, and what the driver sends.
    /// </summary>
    private const int BytesPerPostingMax = 4_000;

    private readonly List<Activity> _trips = [];
    private ActivityListener _listener = null!;
    private Npgsql.NpgsqlDataSource _source = null!;
    private DelayedSignal _signal = null!;
    private LedgerWriter _writer = null!;
    private OrgId _org;

    public async ValueTask InitializeAsync()
    {
        TestPostgres.SkipOnCluster(shared.Service.Database, "its round trips and statements are more, and its cost is another");
        var database = await shared.Postgres.CreateDatabaseAsync();
        await using (var service = await RunningService.StartAsync(database))
        {
            var tenant = service.NewTenant();
            await tenant.PutAsync("/sandbox/accounts", $$"""{"from":1,"to":{{Accounts}},"currency":"USD"}""");
            _org = OrgId.Parse(tenant.Org);
        }
        _source = LedgerDatabase.Open(database);
        _signal = new DelayedSignal();
        _writer = new LedgerWriter(_source, TestPostgres.Writer, _signal, TimeProvider.System, NullLogger<LedgerWriter>.Instance);
        // The statements are prepared on their second use, and the rest of the org is read after the first posting.
        for (var i = 0; i < 5; i++)
        {
            await PostAsync(1);
            await PostAsync(2, backdated: true);
        }
        _listener = new ActivityListener
        {
            ShouldListenTo = source => string.Equals(source.Name, "Npgsql", StringComparison.Ordinal),
            Sample = (ref _) => ActivitySamplingResult.AllData,
            ActivityStopped = trip =>
            {
                lock (_trips)
                    _trips.Add(trip);
            },
        };
        ActivitySource.AddActivityListener(_listener);
    }

    public async ValueTask DisposeAsync()
    {
        _listener.Dispose();
        await _writer.DisposeAsync();
        _signal.Dispose();
        await _source.DisposeAsync();
    }

    [Fact]
    public async Task A_lone_force_on_a_known_account_is_one_statement()
    {
        await PostAsync(7);
        Assert.Equal((1, 1), (_trips.Count, StatementsOf(_trips[0])));
    }

    [Fact]
    public async Task Any_other_lone_force_is_two_round_trips_of_eight_statements()
    {
        await PostAsync(7, backdated: true);
        Assert.Equal((2, 8), (_trips.Count, _trips.Sum(StatementsOf)));
    }

    [Fact]
    public async Task A_crowd_costs_no_more_round_trips_a_batch_and_few_bytes_a_posting()
    {
        await CrowdAsync();
        _trips.Clear();
        var before = GC.GetTotalAllocatedBytes(precise: true);

        const int waves = 20;
        for (var wave = 0; wave < waves; wave++)
            await CrowdAsync();

        var bytes = (GC.GetTotalAllocatedBytes(precise: true) - before) / (waves * Accounts);
        TestContext.Current.SendDiagnosticMessage(
            $"{bytes} bytes and {_trips.Count / (double)(waves * Accounts):0.000} round trips a posting");
        // A wave is at least one batch, and the first of a wave is alone; a look at an account that is not known would be a trip more.
        Assert.InRange(_trips.Count, waves, 4 * waves);
        Assert.InRange(bytes, 1, BytesPerPostingMax);
    }

    private Task CrowdAsync() => Task.WhenAll(Enumerable.Range(1, Accounts).Select(account => PostAsync(account)));

    private async Task PostAsync(long account, bool backdated = false)
    {
        var result = await _writer.PostAsync(_org, new Force
        {
            TrackingId = TrackingId.Parse(Tenant.NewTrackingId()),
            CorrelationId = "cost",
            AccountId = account,
            Amount = Amount.Create(1),
            ProcessingCode = ProcessingCode.Parse("090907"),
            ValueDate = backdated ? DateTimeOffset.UnixEpoch : null,
        });
        Assert.IsType<Outcome.Accepted>(result.Outcome);
    }

    /// <summary>The driver shows the texts of a batch one behind the other.</summary>
    private static int StatementsOf(Activity trip) => ((string)trip.GetTagItem("db.query.text")!).Split(";\n").Length;
}
