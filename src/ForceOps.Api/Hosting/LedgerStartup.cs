using ForceOps.Api.Access;
using ForceOps.Api.Events.Webhooks;
using ForceOps.Api.Http;
using ForceOps.Api.Journal;
using ForceOps.Api.Seed;
using ForceOps.Api.Settings;
using ForceOps.Postgres.Delayed;
using ForceOps.Postgres.Embedded;
using ForceOps.Postgres.Orgs;
using ForceOps.Postgres.Outage;
using ForceOps.Postgres.Reads;
using ForceOps.Postgres.Schema;
using ForceOps.Postgres.Webhooks;
using ForceOps.Postgres.Writing;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.Options;
using Npgsql;

namespace ForceOps.Api.Hosting;

/// <summary>
/// Starts the ledger while the port is already open (PostgreSQL, migrations, seed, writer), and stops it in the opposite order
/// after the web server has finished its last request.
/// </summary>
internal sealed partial class LedgerStartup(
    IServiceProvider services, IConfiguration configuration, IOptions<ForceOpsOptions> options, LedgerConnection connection,
    Readiness readiness, IHostApplicationLifetime lifetime, StartDisplay display, ILogger<LedgerStartup> log) : IHostedService, IDisposable
{
    private readonly CancellationTokenSource _stopping = new();
    private SupervisedPostgres? _embedded;
    private Task _starting = Task.CompletedTask;
    private LedgerAddress? _address;
    private LedgerAddress? _owner;

    private string _where = "";
    private bool _isStarted;

    /// <summary>Gets the exit code that the start asks for: 1 when the ledger could not be started or kept.</summary>
    internal int ExitCode { get; private set; }

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _starting = PoolThreads.RunAsync(StartLedgerAsync);
        return Task.CompletedTask;
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await _stopping.CancelAsync();
        await _starting;
        if (readiness.IsReady)
        {
            readiness.Set(false);
            // The delayed operations are stored already; an operation that a caller waits for is not, so the worker and the
            // writer are completed here, unless the database does not answer: then no answer is owed any more.
            var pulse = services.GetRequiredService<LedgerPulse>();
            await pulse.WaitAsync(services.GetRequiredService<DelayedWorker>().DisposeAsync().AsTask());
            await pulse.WaitAsync(services.GetRequiredService<LedgerWriter>().DisposeAsync().AsTask());
            await pulse.DisposeAsync();
            await services.GetRequiredService<NpgsqlDataSource>().DisposeAsync();
        }
        if (_embedded is not null)
            await _embedded.DisposeAsync();
        if (_isStarted)
            LogStopped(_where);
    }

    public void Dispose() => _stopping.Dispose();

    private async Task StartLedgerAsync()
    {
        try
        {
            var owners = await FindDatabaseAsync();
            await services.GetRequiredService<LedgerTables>().PrepareAsync(owners, _owner?.Named ?? _where, _stopping.Token);
            _owner = null;
            // The seed is applied before anything makes an org, so that a seed file can give an org, the default one too, its currency.
            await ApplySeedAsync();
            await EnsureOrgsAsync();
            var pulse = services.GetRequiredService<LedgerPulse>();
            services.GetRequiredService<LedgerWriter>().WatchBy(pulse);
            // Connections that rested through a silence may be dead, and a request would wait for them for minutes.
            pulse.AnswersAgain += services.GetRequiredService<NpgsqlDataSource>().Clear;
            var delayed = services.GetRequiredService<DelayedWorker>();
            delayed.Denied = (org, operation, result) => services.GetRequiredService<RequestJournal>().AddDelayed(org, operation, result);
            delayed.Start();
            readiness.Set(true);
            _isStarted = true;
            // The addresses are known once the web server has bound them, which may be later than the ledger is ready.
            lifetime.ApplicationStarted.Register(Announce);
        }
        catch (OperationCanceledException) when (_stopping.IsCancellationRequested)
        {
            // The service was stopped while starting; nothing was promised to a caller yet.
        }
        catch (NpgsqlException error)
        {
            Refuse((_owner ?? _address)?.Describe(error) ?? error.Message);
        }
        catch (ForeignDatabaseException error)
        {
            Refuse((_owner ?? _address)?.Describe(error) ?? $"the data folder has the database of another program: {error.Message}");
        }
        catch (RightMissingException error)
        {
            Refuse(_address?.Describe(error) ?? error.Message);
        }
        catch (UnfitClusterException error)
        {
            Refuse($"the PostgreSQL of {(_owner ?? _address)?.Setting ?? "the data folder"} does not suit ForceOps:Ledger:Distributed: {error.Message}");
        }
        catch (PostgresTooOldException error)
        {
            Refuse($"the PostgreSQL of {(_owner ?? _address)?.Setting ?? "the data folder"} {error.Message}");
        }
        catch (Exception error)
            when (error is EmbeddedPostgresException or LedgerTooNewException or SeedFileException or StartRefusedException)
        {
            Refuse(error.Message);
        }
        catch (Exception error)
        {
            LogStartFailed(error);
            ExitCode = 1;
            StopOnceStarted();
        }
    }

    private void Refuse(string reason)
    {
        LogCannotStart(reason);
        ExitCode = 1;
        StopOnceStarted();
    }

    /// <summary>
    /// Stops the host once it has started, not before: stopping a web server that is still binding its port ends in a crash
    /// instead of an exit code.
    /// </summary>
    private void StopOnceStarted() => lifetime.ApplicationStarted.Register(lifetime.StopApplication);

    private async Task ApplySeedAsync()
    {
        var keys = services.GetRequiredService<ApiKeys>();
        if (options.Value.Seed is { Length: > 0 } file)
        {
            var seed = SeedFile.Read(file);
            var receivers = services.GetRequiredService<ReceiverRules>();
            foreach (var webhook in seed.Orgs.SelectMany(org => org.Webhooks))
            {
                if (await receivers.RefuseAsync(webhook.Change.Url) is { } refused)
                    throw new SeedFileException(file, $"webhooks: the url of {webhook.Name}", refused);
            }
            services.GetRequiredService<Seeds>().File = seed;
            var now = EventCursor.Before(await services.GetRequiredService<CommitHorizon>().ReadAsync(options.Value.Events.Patience));
            await seed.ApplyAsync(
                services.GetRequiredService<OrgRegistry>(), services.GetRequiredService<ProcessingCodes>(),
                services.GetRequiredService<AccountStatuses>(), services.GetRequiredService<Accounts>(),
                services.GetRequiredService<WebhookStore>(), now, keys);
        }
        if (options.Value.Mode != ForceOpsMode.Strict)
            return;
        if (keys.IsEmpty)
            throw new StartRefusedException(
                "strict mode needs at least one key, in ForceOps:Keys or in the seed file: without one nobody can get a token");
        if (keys.Find(ApiKey.Demo.ServerKey, ApiKey.Demo.ServerSecret) is not null)
            throw new StartRefusedException("strict mode does not start with the published demo key");
    }

    /// <summary>
    /// Creates the org of every key, and the default org. Strict mode creates no org on first use, and would otherwise refuse the
    /// key's tokens for ever.
    /// </summary>
    private async Task EnsureOrgsAsync()
    {
        foreach (var org in services.GetRequiredService<ApiKeys>().Orgs.Append(OrgId.Default))
            await services.GetRequiredService<OrgRegistry>().EnsureAsync(org, DefaultSeed.Org);
    }

    /// <summary>
    /// Finds or starts the PostgreSQL; returns the connection string of the tables' owner, null when it is the service's own.
    /// </summary>
    private async Task<string?> FindDatabaseAsync()
    {
        (_address, var owner, _) = LedgerAddress.Read(configuration);
        if (_address is not null)
        {
            connection.ConnectionString = _address.Connection.ConnectionString;
            _where = _address.Named;
            LogWhere(_where);
            _owner = owner;
            return owner?.Connection.ConnectionString;
        }
        var folder = options.Value.Data ?? EmbeddedPostgresOptions.DefaultDataFolder();
        LogWhere($"the folder {Path.GetFullPath(folder)}, by a PostgreSQL that this process starts");
        var server = new EmbeddedPostgresOptions { DataFolder = folder, Fetching = display.Fetching };
        _embedded = new SupervisedPostgres(server, Refuse, log, _stopping.Token);
        (var owners, connection.ConnectionString) = await _embedded.StartAsync();
        _where = Path.GetFullPath(folder);
        return owners;
    }

    /// <summary>Logs what a new user needs next: the addresses, and one command to paste.</summary>
    private void Announce()
    {
        var addresses = services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()?.Addresses ?? [];
        if (addresses.FirstOrDefault() is not { } address)
            return;
        var url = ListenAddresses.Reachable(address);
        if (display.Ready is { } show)
        {
            show(new StartedService(url, _where, ApplySeedAsync, lifetime.StopApplication));
            return;
        }
        LogReady($"""
            ForceOps {ProductVersion.Text} is ready.
              Pismo routes  {url}/payments/v1/payments/force
              Console       {url}/console
              Swagger UI    {url}/swagger
              Try it        curl -s {url}/payments/v1/payments/force -H 'content-type: application/json' -d '{Examples.FirstForce}'
            """);
    }

    [LoggerMessage(LogLevel.Information, "{Ready}")]
    private partial void LogReady(string ready);

    [LoggerMessage(LogLevel.Information, "The ledger is kept in {Where}")]
    private partial void LogWhere(string where);

    [LoggerMessage(LogLevel.Information, "ForceOps has stopped. The data are in {Where}")]
    private partial void LogStopped(string where);

    [LoggerMessage(LogLevel.Critical, "ForceOps cannot start: {Reason}")]
    private partial void LogCannotStart(string reason);

    [LoggerMessage(LogLevel.Critical, "ForceOps cannot start")]
    private partial void LogStartFailed(Exception error);
}

/// <summary>Reports settings that contradict each other and are found only at start.</summary>
internal sealed class StartRefusedException(string reason) : Exception(reason);

/// <summary>Lets a program that runs the service in its process show the start. The service's own program leaves it to the log.</summary>
internal sealed record StartDisplay
{
    /// <summary>Gets the started service, once; null leaves the message to the log.</summary>
    internal Action<StartedService>? Ready { get; init; }

    /// <summary>
    /// Gets the progress of the first fetch of PostgreSQL: null while the package comes, then the unpacked part, from 0 to 1.
    /// </summary>
    internal Action<decimal?>? Fetching { get; init; }
}

/// <summary>Holds what a program can show of the started service.</summary>
/// <param name="Url">The address under which a program on this machine reaches the service.</param>
/// <param name="Where">The place of the data.</param>
/// <param name="ApplySeedAsync">Reads the seed file again and applies it.</param>
/// <param name="Stop">Begins the stop, as SIGTERM does for a process; <see cref="ServiceProgram.RunAsync"/> ends when it is over.</param>
internal sealed record StartedService(string Url, string Where, Func<Task> ApplySeedAsync, Action Stop);
