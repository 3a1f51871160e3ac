using ForceOps.Api.Settings;
using ForceOps.Postgres.Schema;
using Microsoft.Extensions.Options;
using Npgsql;

namespace ForceOps.Api.Hosting;

/// <summary>
/// Brings the tables to the form of this build at the start, as their owner, and gives the user that the service works as its rights.
/// The owner's connections are closed afterwards, so that nothing that a request does can use them.
/// </summary>
internal sealed partial class LedgerTables(
    IServiceProvider services, IOptions<ForceOpsOptions> options, LedgerConnection connection, TimeProvider clock,
    ILogger<LedgerTables> log)
{
    /// <param name="owners">The connection string of the owner; null when the service works as the owner.</param>
    /// <param name="where">The place of the database, for messages.</param>
    /// <param name="stop">Cancellation ends the wait for a database that does not answer.</param>
    internal async Task PrepareAsync(string? owners, string where, CancellationToken stop)
    {
        if (owners is null)
        {
            await PrepareAsync(services.GetRequiredService<NpgsqlDataSource>(), service: null, where, stop);
            return;
        }
        var user = new NpgsqlConnectionStringBuilder(connection.ConnectionString);
        var isOwner = string.Equals(user.Username, new NpgsqlConnectionStringBuilder(owners).Username, StringComparison.Ordinal);
        await using var database = LedgerDatabase.Open(owners);
        await PrepareAsync(database, isOwner ? null : new ServiceUser(user.Username!, user.Password), where, stop);
    }

    private async Task PrepareAsync(NpgsqlDataSource database, ServiceUser? service, string where, CancellationToken stop)
    {
        await new FirstConnection(database, clock).WaitAsync(
            options.Value.Ledger.StartWait,
            (error, left) => LogWaiting(where, LedgerAddress.Cause(error) ?? error.Message, (int)left.TotalSeconds), stop);
        var migrator = new LedgerMigrator(database, service, options.Value.Ledger.Distributed);
        await migrator.MigrateAsync(LogDatabaseMade, stop);
        if (migrator.ServiceMayRemove)
            LogMayRemove(service!.Name);
    }

    [LoggerMessage(
        LogLevel.Warning, "{Where} does not answer yet: {Cause}. The start waits for up to {Seconds} s more (ForceOps:Ledger:StartWait)")]
    private partial void LogWaiting(string where, string cause, int seconds);

    [LoggerMessage(LogLevel.Information, "The database {Database} did not exist. It was created, and is empty")]
    private partial void LogDatabaseMade(string database);

    [LoggerMessage(LogLevel.Warning, "The user {User} may remove what is posted: it owns the tables, or it is a superuser. "
        + "Name another user in ConnectionStrings:Ledger; the start makes it")]
    private partial void LogMayRemove(string user);
}
