using ForceOps.Postgres.Books;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace ForceOps.Postgres.Writing;

/// <summary>
/// Runs a batch until it is committed or until the reason why it cannot be committed is known. The batch runs again when other
/// processes were faster or hold a lock, and it runs again behind a commit whose answer was lost.
/// </summary>
internal sealed partial class BatchAttempts(
    NpgsqlDataSource database, WriterCache cache, DelayedSignal signal, WriterOptions options, TimeProvider clock,
    ILogger log) : IAsyncDisposable
{
    private readonly OptimisticTransaction _optimistic = new(cache, clock);
    private readonly LockingTransaction _transaction = new(cache, signal, options, clock);
    private readonly WriterConnection _connection = new(database, options.IsDistributed);

    private long _usedAt;

    /// <summary>True when nobody waits for the batch any longer, so that the batch must send nothing else.</summary>
    private volatile bool _isGivenUp;

    /// <summary>The time stamp of the end of the last run.</summary>
    internal long UsedAt => Volatile.Read(ref _usedAt);

    /// <summary>True when the database failed under the last run; false when others were faster.</summary>
    private bool _databaseFailed;

    private bool MayBeCommitted => _transaction.Committing || _optimistic.Committing;

    /// <summary>
    /// Runs the batch; returns null when every operation of the batch has an outcome and the accepted operations are committed.
    /// </summary>
    /// <param name="batch">The operations, in the order of deciding.</param>
    /// <param name="lockTimeout">The time to wait for each lock.</param>
    /// <param name="locks">False for operations that are only accepted for later.</param>
    /// <param name="optimistic">True when the first run may use cached accounts.</param>
    internal async Task<BatchFailure?> RunAsync(
        OrgId org, IReadOnlyList<PendingOperation> batch, TimeSpan lockTimeout, bool locks = true, bool optimistic = false)
    {
        for (var run = 1; ; run++)
        {
            var failure = await TryOnceAsync(
                org, batch, run, lockTimeout, locks, optimistic && run == 1 && clock.GetElapsedTime(_usedAt) < RetryLimits.RestMax);
            Volatile.Write(ref _usedAt, clock.GetTimestamp());
            if (_isGivenUp)
                return failure is null ? null : BatchFailure.RunAgain;
            if (failure is BatchFailure.Locked && _optimistic.Committing)
                // A row or a key is locked: the one statement does not tell which, and only the locking path knows what to do in
                // each case.
                lockTimeout = RetryLimits.Further(lockTimeout);
            else if (failure is not BatchFailure.RunAgain)
                return failure;
            else if (run == RetryLimits.RunsMax)
                return _databaseFailed ? BatchFailure.Unavailable : failure;
            LogRunAgain(org, batch.Count, run);
            WriterTelemetry.RunAgain();
        }
    }

    private async Task<BatchFailure?> TryOnceAsync(
        OrgId org, IReadOnlyList<PendingOperation> batch, int run, TimeSpan lockTimeout, bool locks, bool optimistic)
    {
        // The flags are still those of an earlier batch, and this batch may fail before it begins.
        _transaction.Committing = _optimistic.Committing = _databaseFailed = false;
        try
        {
            var connection = await _connection.OpenAsync(lockTimeout);
            if (_isGivenUp)
                return BatchFailure.RunAgain;
            return (optimistic && await _optimistic.TryRunAsync(connection, org, batch))
                || await _transaction.RunAsync(connection, org, batch, lockTimeout, locks)
                ? null
                : BatchFailure.RunAgain;
        }
        catch (PostgresException error) when (PostgresErrors.IsOutOfStep(error))
        {
            // Nothing was done. A fresh session has no prepared statements, and neither has the driver's list of them.
            await _connection.DropAsync();
            return BatchFailure.RunAgain;
        }
        catch (PostgresException error) when (PostgresErrors.Classify(error) != BatchFailure.Unavailable)
        {
            var failure = PostgresErrors.Classify(error);
            if (failure == BatchFailure.Operation && batch.Count == 1)
                LogOperationFailed(error, org);
            if (failure == BatchFailure.Locked && _transaction.Committing)
                failure = BatchFailure.KeyLocked;
            return await _connection.TryRollBackAsync() ? failure : BatchFailure.Unavailable;
        }
        catch (Exception error) when (WriterConnection.IsLost(error))
        {
            LogUnavailable(error, org, batch.Count);
            _databaseFailed = true;
            await _connection.DropAsync();
            return MayBeCommitted
                ? await LostCommitAsync(batch)
                // Nothing was sent that could be durable. An idle connection may have died long ago, so one try with a fresh
                // connection is worthwhile.
                : run == 1 ? BatchFailure.RunAgain : BatchFailure.Unavailable;
        }
        catch (Exception error)
        {
            // The error is a broken invariant or any other bug. The state of the connection is unknown, and so is the fate of a
            // commit under way.
            if (batch.Count == 1)
                LogOperationFailed(error, org);
            await _connection.DropAsync();
            return MayBeCommitted ? await LostCommitAsync(batch) : BatchFailure.Operation;
        }
    }

    /// <summary>
    /// Waits for the database after the connection broke while COMMIT was under way. The fate of the commit is never guessed: the
    /// batch runs again, behind the locks and unique keys of the lost commit, and finds its tracking ids in the database or not.
    /// The transaction's id would not tell: after a crash another transaction may get the same id.
    /// </summary>
    private async Task<BatchFailure> LostCommitAsync(IReadOnlyList<PendingOperation> batch)
    {
        foreach (var pending in batch)
            pending.CommitLost();
        var began = clock.GetTimestamp();
        var patience = _optimistic.Committing ? RetryLimits.OptimisticLookupMax : options.AnswerTimeout;
        while (!_isGivenUp && clock.GetElapsedTime(began) < patience)
        {
            try
            {
                await _connection.OpenAsync(options.LockTimeout);
                return BatchFailure.RunAgain;
            }
            catch (Exception error) when (WriterConnection.IsLost(error))
            {
                await Task.Delay(TimeSpan.FromMilliseconds(50), clock);
            }
        }
        return BatchFailure.Unavailable;
    }

    /// <summary>
    /// Reads the accounts of a book that has begun to be cached; without this read every account costs one more read later.
    /// </summary>
    internal async Task PreloadAsync(OrgId org, BookId book)
    {
        try
        {
            await AccountPreload.ReadAllAsync(
                await _connection.OpenAsync(options.LockTimeout), book, options.KnownAccountsMax, cache.Accounts);
        }
        catch (Exception error)
        {
            // Only a hint was lost, and every caller has an answer: the error must have no effect.
            LogUnavailable(error, org, 0);
            await _connection.DropAsync();
        }
    }

    /// <summary>
    /// Notes that the callers of the batch under way were told that the database does not answer: what the batch has not sent by
    /// now is never sent, since the callers may send it again themselves.
    /// </summary>
    internal void GiveUp() => _isGivenUp = _optimistic.IsGivenUp = _transaction.IsGivenUp = true;

    internal Task DropConnectionAsync() => _connection.DropAsync();

    public ValueTask DisposeAsync() => _connection.DisposeAsync();

    [LoggerMessage(LogLevel.Debug, "Batch of {Count} for {Org} runs again after run {Run}: another process was faster, or holds a lock")]
    private partial void LogRunAgain(OrgId org, int count, int run);

    [LoggerMessage(LogLevel.Error, "An operation of {Org} could not be written and was refused alone")]
    private partial void LogOperationFailed(Exception error, OrgId org);

    [LoggerMessage(LogLevel.Warning, "The database failed under a batch of {Count} for {Org}")]
    private partial void LogUnavailable(Exception error, OrgId org, int count);
}

/// <summary>Holds the limits of how often and how long the writer tries, where no setting gives them.</summary>
internal static class RetryLimits
{
    /// <summary>
    /// The largest number of runs of one batch. A rerun is needed once per other process that was faster with the same row. Ten
    /// runs in a row do not happen by chance: then something else is wrong, and the caller's retry with the same tracking id is
    /// safe.
    /// </summary>
    internal const int RunsMax = 10;

    /// <summary>
    /// The longest rest of a connection that the optimistic path accepts. A connection that rested longer may have died
    /// meanwhile. The locking path notices a dead connection before it sends anything that could be durable; the optimistic path
    /// could only wait for the database and look. At ten postings a second no connection rests so long.
    /// </summary>
    internal static readonly TimeSpan RestMax = TimeSpan.FromMilliseconds(200);

    /// <summary>
    /// The longest time to look for the fate of an optimistic transaction. The transaction's message may have gone into a
    /// connection that was already dead, and this case looks the same as a lost commit. A caller whose database cannot be reached
    /// therefore learns so soon, and learns the rest by the tracking id.
    /// </summary>
    internal static readonly TimeSpan OptimisticLookupMax = TimeSpan.FromSeconds(1);

    /// <summary>
    /// Returns the time limit for a further wait, after the first wait was in vain: a tenth is still many times what a batch of
    /// another process takes.
    /// </summary>
    internal static TimeSpan Further(TimeSpan lockTimeout) => lockTimeout / 10;
}

/// <summary>Lists the reasons why a batch could not be written, as far as they decide the next step.</summary>
internal enum BatchFailure
{
    /// <summary>The same batch must run again; the number of runs is bounded.</summary>
    RunAgain,

    /// <summary>A row stayed locked; the failure concerns the operations that need the row.</summary>
    Locked,

    /// <summary>
    /// An uncommitted transaction of another session holds a tracking id or an account that is being opened; any operation of the
    /// batch may need it.
    /// </summary>
    KeyLocked,

    /// <summary>The database cannot be reached or does not work now.</summary>
    Unavailable,

    /// <summary>
    /// The database refuses one of the operations, which the rules should have refused: a bug, kept away from the other
    /// operations.
    /// </summary>
    Operation,
}

/// <summary>
/// Maps an error of PostgreSQL to the writer's reaction. This is the only such map. It reads the SQLSTATE and the constraint
/// name, never the text.
/// </summary>
internal static class PostgresErrors
{
    /// <summary>
    /// The SQLSTATE of a failed compare-and-swap: a loaded account has changed, so <see cref="Writing.SaveStatements"/> divides
    /// by zero. A cached account that has changed raises a serialization failure instead (take_ids).
    /// </summary>
    private const string CompareAndSwapFailed = PostgresErrorCodes.DivisionByZero;

    internal static BatchFailure Classify(PostgresException error) => error switch
    {
        // Another transaction was faster. The next run sees what it did.
        { SqlState: PostgresErrorCodes.SerializationFailure or PostgresErrorCodes.DeadlockDetected or CompareAndSwapFailed } =>
            BatchFailure.RunAgain,
        { SqlState: PostgresErrorCodes.UniqueViolation } when IsRace(error.ConstraintName) => BatchFailure.RunAgain,
        { SqlState: PostgresErrorCodes.LockNotAvailable } => BatchFailure.Locked,
        // The session is gone, whatever ended it: for example a timeout of the database itself.
        { InvariantSeverity: "FATAL" or "PANIC" } => BatchFailure.Unavailable,
        // The server is a standby after a failover, or it was made read-only.
        { SqlState: PostgresErrorCodes.ReadOnlySqlTransaction } => BatchFailure.Unavailable,
        // The cause is a shutdown, crash recovery, too many connections or a full disk. No operation is at fault.
        { SqlState: [ '0', '8', .. ] or [ '5', '3', .. ] or [ '5', '7', .. ] or [ '5', '8', .. ] } => BatchFailure.Unavailable,
        _ => BatchFailure.Operation,
    };

    /// <summary>
    /// Returns true for the constraints that a batch meets when another one was faster. The constraint of a part of a distributed table
    /// has the number of the part behind its name, and the error of another server comes without the name: then the next run tells.
    /// </summary>
    private static bool IsRace(string? constraint) => constraint?.TrimEnd('0', '1', '2', '3', '4', '5', '6', '7', '8', '9').TrimEnd('_')
        is null or "authorizations_tracking_id" or "accounts_pkey" or "delayed_operations_tracking_id";

    /// <summary>
    /// Returns true when the driver executes a statement that the session never prepared. An error that comes behind the first row of a
    /// batch's result, such as a lock that is waited for too long, keeps the batch's later statements from being prepared, and the driver
    /// (10.0.3) counts them as prepared all the same: each batch of that connection would fail from then on.
    /// </summary>
    internal static bool IsOutOfStep(PostgresException error) => error.SqlState is PostgresErrorCodes.InvalidSqlStatementName;
}
