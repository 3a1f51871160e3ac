using ForceOps.Postgres.Outage;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Storage;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace ForceOps.Postgres.Schema;

/// <summary>
/// Opens the ledger's database. Reads and writes take no cancellation token, so a caller that hangs up does not end its
/// statement. The reason: the driver cancels through a second connection, which it reads synchronously on the thread that
/// cancels. The command timeout bounds a statement instead, and <see cref="LedgerPulse"/> the wait for it.
/// </summary>
public static class LedgerDatabase
{
    /// <summary>
    /// The most connections in the pool. The number is low on purpose: the writers need two, the rest are reads, and PostgreSQL
    /// is fastest with few backends.
    /// </summary>
    private const int PoolSizeMax = 16;

    /// <summary>
    /// The command timeout in seconds: twice the longest lock timeout that can be set, and long enough to open a million
    /// accounts. With a shorter timeout, a wait for a lock would look like a lost connection.
    /// </summary>
    private const int TimeoutSeconds = 120;

    /// <summary>
    /// The longest time in seconds to wait for a connection, from the pool or from the database. The driver's own 15 are longer
    /// than a caller is made to wait for an answer.
    /// </summary>
    private const int ConnectSeconds = 5;

    /// <summary>
    /// The seconds after which the system asks the other end of a quiet connection whether it is still there, and the seconds
    /// between two such questions. A connection that a firewall or a failover has dropped without a word is closed so within half
    /// a minute; without it a request would take it from the pool and wait for the command timeout.
    /// </summary>
    private const int KeepAliveSeconds = 10;

    private const int KeepAliveIntervalSeconds = 2;

    public static NpgsqlDataSource Open(string connectionString)
    {
        var settings = new NpgsqlConnectionStringBuilder(connectionString)
        {
            ApplicationName = "forceops",
            MaxPoolSize = PoolSizeMax,
            // The writer's statements are a dozen texts. Each is prepared on its second use, so it is parsed and planned once per
            // connection.
            MaxAutoPrepare = 64,
            AutoPrepareMinUsages = 2,
            Enlist = false,
            CommandTimeout = TimeoutSeconds,
            Timeout = ConnectSeconds,
            // An error's detail quotes the whole row, including its metadata, and errors are logged.
            IncludeErrorDetail = false,
        };
        // A socket of Unix refuses the options of TCP, and needs none: its other end is on this machine.
        var isTcp = settings.Host is { } host && !host.StartsWith('/');
        settings.TcpKeepAlive = isTcp;
        settings.TcpKeepAliveTime = isTcp ? KeepAliveSeconds : 0;
        settings.TcpKeepAliveInterval = isTcp ? KeepAliveIntervalSeconds : 0;
        // The slim builder knows only the types that it is told to know: the others cost every start 700 methods to compile.
        // The data source's metrics carry the name. The default name is the connection string.
        var builder = new NpgsqlSlimDataSourceBuilder(settings.ConnectionString) { Name = "ledger" };
        return builder.EnableArrays().EnableTransportSecurity().EnableIntegratedSecurity().Build();
    }

    /// <summary>Makes a context of its own, for what runs outside of the service's requests.</summary>
    internal static LedgerDbContext Context(NpgsqlDataSource database)
    {
        var options = new DbContextOptionsBuilder<LedgerDbContext>();
        Configure(options, database);
        return new LedgerDbContext(options.Options);
    }

    /// <param name="options">The options to complete.</param>
    /// <param name="database">The database.</param>
    /// <param name="isDistributed">True when the tables are distributed over several servers.</param>
    public static void Configure(DbContextOptionsBuilder options, NpgsqlDataSource database, bool isDistributed)
    {
        Configure(options, database);
        if (isDistributed)
            ((IDbContextOptionsBuilderInfrastructure)options).AddOrUpdateExtension(new DistributedTables());
    }

    public static void Configure(DbContextOptionsBuilder options, NpgsqlDataSource database) => options
        // The provider's own strategy wraps a lost connection in an exception that says nothing about the database. Nothing is to
        // be retried here.
        .UseNpgsql(database, npgsql => npgsql.ExecutionStrategy(dependencies => new NonRetryingExecutionStrategy(dependencies)))
        .AddInterceptors(AnsweredCallers.Instance)
        .UseQueryTrackingBehavior(QueryTrackingBehavior.NoTracking);
}

/// <summary>Tells the contexts that the tables are distributed. It has no services and changes nothing of EF Core's own.</summary>
internal sealed class DistributedTables : IDbContextOptionsExtension
{
    public DbContextOptionsExtensionInfo Info => new Described(this);

    public void ApplyServices(IServiceCollection services)
    {
        // None.
    }

    public void Validate(IDbContextOptions options)
    {
        // Nothing can be wrong with it.
    }

    private sealed class Described(IDbContextOptionsExtension extension) : DbContextOptionsExtensionInfo(extension)
    {
        public override bool IsDatabaseProvider => false;

        public override string LogFragment => "distributed ";

        public override int GetServiceProviderHashCode() => 0;

        public override bool ShouldUseSameServiceProvider(DbContextOptionsExtensionInfo other) => true;

        public override void PopulateDebugInfo(IDictionary<string, string> debugInfo) => debugInfo["ForceOps:Distributed"] = "true";
    }
}
