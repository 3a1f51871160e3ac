using ForceOps.Api.Tests.Service;
using ForceOps.Api.Tests.Storm;
using ForceOps.Postgres.Schema;
using ForceOps.Postgres.Writing;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

namespace ForceOps.Api.Tests.Optimistic;

/// <summary>
/// A writer of the test's own, as a further process has one. Its clock stands, so that no connection has rested for too long: every batch
/// that can goes the optimistic way.
/// </summary>
internal sealed class OwnWriter : IAsyncDisposable
{
    private readonly NpgsqlDataSource _source;
    private readonly DelayedSignal _signal = new();
    private readonly LedgerWriter _writer;
    private readonly Tenant _tenant;
    private readonly OrgId _org;

    /// <param name="remembers">False for a writer that always takes the locking path.</param>
    internal OwnWriter(string database, Tenant tenant, bool remembers = true)
    {
        _source = LedgerDatabase.Open(database);
        var options = TestPostgres.Writer with { LockTimeout = TimeSpan.FromMinutes(1), KnownAccountsMax = remembers ? 1_000 : 0 };
        _writer = new LedgerWriter(_source, options, _signal, new MovableClock(), NullLogger<LedgerWriter>.Instance);
        (_tenant, _org) = (tenant, OrgId.Parse(tenant.Org));
    }

    internal Task<WriteResult> ForceAsync(
        long account, decimal amount, string? trackingId = null, string code = "090907", TimeSpan? delay = null) =>
        _writer.PostAsync(_org, new Force
        {
            TrackingId = TrackingId.Parse(trackingId ?? Tenant.NewTrackingId()), CorrelationId = "own", AccountId = account,
            Amount = Amount.Create(amount), ProcessingCode = ProcessingCode.Parse(code), Delay = delay,
        });

    /// <summary>More than enough at once for a second batch in flight.</summary>
    internal List<Task<WriteResult>> Crowd(long account) => [.. Enumerable.Range(0, 60).Select(_ => ForceAsync(account, 1))];

    /// <summary>Opens accounts, and posts two forces of 1 to each: the first is remembered, and the second decided on that.</summary>
    internal async Task LearnAsync(params long[] accounts)
    {
        Assert.Equal(200, (await _tenant.PutAsync("/sandbox/accounts", """{"from":1,"to":9,"currency":"USD"}""")).Code);
        foreach (var account in accounts)
        {
            for (var i = 0; i < 2; i++)
                Assert.IsType<Outcome.Accepted>((await ForceAsync(account, 1)).Outcome);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _writer.DisposeAsync();
        await _source.DisposeAsync();
        _signal.Dispose();
    }
}
