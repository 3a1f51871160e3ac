using ForceOps.Api.Findings;
using ForceOps.Api.Http;
using ForceOps.Api.Journal;
using ForceOps.Api.Settings;
using ForceOps.Postgres.Books;
using ForceOps.Postgres.Delayed;
using ForceOps.Postgres.Orgs;
using ForceOps.Postgres.Outage;
using ForceOps.Postgres.Reads;
using ForceOps.Postgres.Schema;
using ForceOps.Postgres.Writing;
using Microsoft.Extensions.Options;

namespace ForceOps.Api.Hosting;

/// <summary>
/// Registers the ledger's services. All of them are created on first use, after <see cref="LedgerStartup"/> knows the database.
/// </summary>
internal static class LedgerServices
{
    internal static void AddLedger(this WebApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddSection<ForceOpsOptions>("ForceOps")
            .PostConfigure<IConfiguration>(
                (options, configuration) => options.Telemetry.Endpoint ??= configuration[TelemetryOptions.EndpointVariable])
            .Validate(
                options => options.AllowedOrigins.All(KnownOrigins.IsOrigin),
                "ForceOps:AllowedOrigins: must be origins, as a browser sends them: http://localhost:3000, without a path and without *")
            .Validate(options => options.Telemetry is not { Endpoint.Length: > 0, EndpointUrl: null },
                "ForceOps:Telemetry:Endpoint: must be an http or https address")
            .Validate(
                options => options.Mode != ForceOpsMode.Strict
                    || options.Keys.All(key => !string.Equals(key.ServerKey, ApiKey.Demo.ServerKey, StringComparison.Ordinal)),
                "ForceOps:Keys: strict mode does not start with the published demo key");
        services.AddSingleton(TimeProvider.System);
        services.AddSingleton<LedgerConnection>();
        services.AddSingleton(provider => LedgerDatabase.Open(provider.GetRequiredService<LedgerConnection>().ConnectionString));
        services.AddPooledDbContextFactory<LedgerDbContext>((provider, options) =>
            LedgerDatabase.Configure(
                options, provider.GetRequiredService<Npgsql.NpgsqlDataSource>(),
                provider.GetRequiredService<WriterOptions>().IsDistributed));
        services.AddSingleton(provider => provider.GetRequiredService<IOptions<ForceOpsOptions>>().Value.ToWriterOptions());
        services.AddSingleton(provider => new LedgerPulse(
            provider.GetRequiredService<LedgerConnection>().ConnectionString, provider.GetRequiredService<WriterOptions>().AnswerTimeout,
            provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<ILogger<LedgerPulse>>()));
        services.AddSingleton<DelayedSignal>();
        services.AddSingleton<LedgerWriter>();
        services.AddSingleton<DelayedWorker>();
        services.AddSingleton<DelayedOperationStore>();
        services.AddSingleton(provider => new LedgerCheck(
            provider.GetRequiredService<Npgsql.NpgsqlDataSource>(), provider.GetRequiredService<WriterOptions>().IsDistributed));
        services.AddSingleton<OrgRegistry>();
        services.AddSingleton<OrgClocks>();
        services.AddSingleton<Accounts>();
        services.AddSingleton<Postings>();
        services.AddSingleton<BalanceAt>();
        services.AddSingleton<BookMoments>();
        services.AddSingleton<AccountsAt>();
        services.AddSingleton<AccountTransactions>();
        services.AddSingleton<ProcessingCodes>();
        services.AddSingleton<AccountStatuses>();
        services.AddSingleton<StatusChanges>();
        services.AddSingleton<NetworkAuthorizations>();
        services.AddSingleton<CardPostings>();
        services.AddSingleton<Attempts>();
        services.AddSingleton<CardDeclines>();
        services.AddSingleton<TrialDecisions>();
        services.AddSingleton<IdBlocks>();
        services.AddSingleton<Settlements>();
        services.AddSingleton<Snapshots>();
        services.AddSingleton<OrgReset>();
        services.AddSingleton<BookSweeper>();
        services.AddSingleton<RequestJournal>();
        services.AddSingleton<MoneyRoutes>();
        services.AddSingleton<FindingsObserver>();
        services.AddSingleton<LedgerTables>();
        services.AddSingleton<LedgerStartup>();
        services.AddHostedService(provider => provider.GetRequiredService<LedgerStartup>());
        // The sweeper is registered after the startup service, so that it stops before the ledger does.
        services.AddHostedService<BookSweeperService>();
    }
}

/// <summary>
/// Holds the connection string that the service works with, which is known once the start has found or started a PostgreSQL.
/// </summary>
internal sealed class LedgerConnection
{
    private string? _connectionString;

    /// <exception cref="InvalidOperationException">The start is not complete. The readiness gate prevents it.</exception>
    internal string ConnectionString
    {
        get => _connectionString ?? throw new InvalidOperationException("the ledger is not started yet");
        set => _connectionString = value;
    }
}
