using System.Data.Common;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace ForceOps.Postgres.Outage;

/// <summary>
/// Holds whether a caller still waits for the work that was begun for the caller's request. Once the caller has heard that the
/// database does not answer, the work may end and must not begin to write: the caller is free to send the request again.
/// </summary>
public sealed class CallerWait
{
    private static readonly AsyncLocal<CallerWait?> Current = new();

    private volatile bool _isOver;
    private volatile DbCommand? _statement;

    /// <summary>True when the caller whom the present code works for has an answer already; false for work without a caller.</summary>
    public static bool IsOver => Current.Value is { _isOver: true };

    /// <summary>Runs the caller's work on the thread pool; all that the work calls finds this wait.</summary>
    public Task RunAsync(Func<Task> work) => PoolThreads.RunAsync(() =>
    {
        Current.Value = this;
        return work();
    });

    /// <summary>Ends the wait: the caller is about to be answered without the work.</summary>
    public void End() => _isOver = true;

    /// <summary>
    /// Cancels the statement that the work waits for, once the wait is over and the database answers others: the statement's
    /// connection is dead then, and would keep its place in the pool until the command timeout. It blocks its thread for the time
    /// of one connect.
    /// </summary>
    public void CancelStatement()
    {
        try
        {
            _statement?.Cancel();
        }
        catch (Exception error) when (error is DbException or InvalidOperationException)
        {
            // The statement has just ended.
        }
    }

    /// <summary>Notes a statement that is about to be sent.</summary>
    /// <exception cref="DatabaseSilentException">The caller has an answer already.</exception>
    internal static void Sends(DbCommand? statement)
    {
        if (Current.Value is not { } wait)
            return;
        if (wait._isOver)
            throw new DatabaseSilentException();
        wait._statement = statement;
    }
}

/// <summary>
/// Refuses every further statement and every commit of work whose caller has an answer already. So a transaction that was
/// stopped half-way by a silent database is rolled back, whichever endpoint began it.
/// </summary>
internal sealed class AnsweredCallers : DbCommandInterceptor, IDbTransactionInterceptor
{
    internal static readonly AnsweredCallers Instance = new();

    private AnsweredCallers()
    {
    }

    public override ValueTask<InterceptionResult<int>> NonQueryExecutingAsync(
        DbCommand command, CommandEventData eventData, InterceptionResult<int> result, CancellationToken cancellationToken = default) =>
        new(Sends(command, result));

    public override ValueTask<InterceptionResult<DbDataReader>> ReaderExecutingAsync(
        DbCommand command, CommandEventData eventData, InterceptionResult<DbDataReader> result,
        CancellationToken cancellationToken = default) => new(Sends(command, result));

    public override ValueTask<InterceptionResult<object>> ScalarExecutingAsync(
        DbCommand command, CommandEventData eventData, InterceptionResult<object> result,
        CancellationToken cancellationToken = default) => new(Sends(command, result));

    public ValueTask<InterceptionResult> TransactionCommittingAsync(
        DbTransaction transaction, TransactionEventData eventData, InterceptionResult result,
        CancellationToken cancellationToken = default) => new(Sends(null, result));

    private static T Sends<T>(DbCommand? statement, T result)
    {
        CallerWait.Sends(statement);
        return result;
    }
}
