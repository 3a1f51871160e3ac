using Microsoft.Extensions.Logging;

namespace ForceOps.Postgres.Outage;

/// <summary>
/// Knows whether the database answers and whether it can be written. Nobody asks it as long as all goes well. Who has waited too
/// long asks: a database that answers then is only slow, and the wait goes on; a database that does not is silent, and everybody
/// is refused until it answers again. Statements are never cancelled or cut short: only the waiting for them ends.
/// </summary>
public sealed partial class LedgerPulse(string connectionString, TimeSpan answerTimeout, TimeProvider clock,
    ILogger<LedgerPulse> log) : IAsyncDisposable
{
    /// <summary>
    /// The longest time to wait for the answer to a question that takes a millisecond. A busy machine's pauses are shorter, and
    /// health checks wait two seconds.
    /// </summary>
    public static readonly TimeSpan AnswerMax = TimeSpan.FromSeconds(1);

    /// <summary>
    /// The step in which an answer is waited for. A process that stood still (a pause of the machine, a debugger) finds one step
    /// over when it goes on, and not the whole time: its own pause is no silence of the database.
    /// </summary>
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(100);

    /// <summary>The pause between two questions to a silent database, and the shortest time between two trials.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(250);

    private readonly PulseConnection _database = new(connectionString, clock);
    private readonly Lock _gate = new();
    private Task<bool>? _asking;
    private Task<bool>? _trying;
    private volatile bool _isSilent;
    private volatile bool _cannotWrite;
    private volatile bool _stops;

    /// <summary>True while the database does not answer.</summary>
    public bool IsSilent => _isSilent;

    /// <summary>The callback for the begin of a silence. It runs before anybody is refused because of the silence.</summary>
    public Action? BecameSilent { get; set; }

    /// <summary>The callback for the end of a silence. It runs before anybody is admitted again.</summary>
    public Action? AnswersAgain { get; set; }

    /// <summary>
    /// The time after which a wait is no longer taken for the normal course of things. Together with the longest time for the
    /// answer to a question it is the answer timeout.
    /// </summary>
    public TimeSpan SuspectAfter { get; } = answerTimeout > AnswerMax ? answerTimeout - AnswerMax : TimeSpan.Zero;

    /// <summary>
    /// Waits for work on the database; returns false when the database has become silent first. The work goes on in this case.
    /// </summary>
    public async Task<bool> WaitAsync(Task work)
    {
        while (!work.IsCompleted)
        {
            if (_isSilent)
                return false;
            await work.WaitAsync(SuspectAfter, clock).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (!work.IsCompleted && await BecomesSilentAsync())
                return work.IsCompleted;
        }
        return true;
    }

    /// <summary>Waits for the result of work on the database, which goes on when the wait ends early.</summary>
    /// <exception cref="DatabaseSilentException">The database has become silent.</exception>
    public async Task<T> BoundAsync<T>(Task<T> work)
    {
        if (await WaitAsync(work))
            return await work;
        _ = work.ContinueWith(static done => done.Exception,
            TaskContinuationOptions.ExecuteSynchronously | TaskContinuationOptions.OnlyOnFaulted);
        throw new DatabaseSilentException();
    }

    /// <summary>Asks the database, for somebody who has waited too long; returns true when it is silent.</summary>
    public async Task<bool> BecomesSilentAsync()
    {
        if (_isSilent || await AnswersAsync() || _stops)
            return _isSilent;
        lock (_gate)
        {
            if (_isSilent)
                return true;
            _isSilent = true;
        }
        LogSilent();
        BecameSilent?.Invoke();
        _ = PoolThreads.RunForManyAsync(async () =>
        {
            await WaitForAnswerAsync();
            return true;
        });
        return true;
    }

    /// <summary>
    /// Tells, within <see cref="AnswerMax"/>, whether a posting could be written now. After a posting that could not, only a
    /// trial or another posting says yes.
    /// </summary>
    public Task<bool> CanWriteAsync() =>
        _isSilent ? Task.FromResult(false) : _cannotWrite ? SoonAsync(Shared(ref _trying, TryWriteAsync)) : AnswersAsync();

    /// <summary>True from a write that the database refused until something is written.</summary>
    public bool CannotWrite => _cannotWrite;

    /// <summary>Notes that the database refused to be written.</summary>
    public void WriteFailed()
    {
        if (_cannotWrite)
            return;
        _cannotWrite = true;
        LogCannotWrite();
    }

    /// <summary>Notes that the database was written.</summary>
    public void Wrote()
    {
        if (!_cannotWrite)
            return;
        _cannotWrite = false;
        LogCanWrite();
    }

    public ValueTask DisposeAsync()
    {
        _stops = true;
        return _database.DisposeAsync();
    }

    private Task<bool> AnswersAsync() => SoonAsync(Shared(ref _asking, _database.AnswersAsync));

    private async Task<bool> SoonAsync(Task<bool> answer)
    {
        for (var waited = TimeSpan.Zero; waited < AnswerMax && !answer.IsCompleted; waited += Step)
            await ((Task)answer).WaitAsync(Step, clock).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return answer.IsCompletedSuccessfully && await answer;
    }

    /// <summary>Begins a question, or joins the one that is under way: many who ask cost one connection.</summary>
    private Task<bool> Shared(ref Task<bool>? running, Func<Task<bool>> begin)
    {
        lock (_gate)
        {
            if (running is not { IsCompleted: false })
                running = PoolThreads.RunForManyAsync(begin);
            return running;
        }
    }

    private async Task<bool> TryWriteAsync()
    {
        if (await _database.TryWriteAsync())
        {
            Wrote();
            return true;
        }
        // The next trial comes no sooner, however often somebody asks.
        await Task.Delay(Pause, clock);
        return false;
    }

    private async Task WaitForAnswerAsync()
    {
        while (!_stops)
        {
            try
            {
                if (await Shared(ref _asking, _database.AnswersAsync))
                {
                    AnswersAgain?.Invoke();
                    _isSilent = false;
                    LogAnswers();
                    return;
                }
            }
            catch (Exception error)
            {
                // A silence that nobody ends would refuse everybody until the process is started again.
                LogFailed(error);
            }
            await Task.Delay(Pause, clock);
        }
    }

    [LoggerMessage(LogLevel.Warning, "The database does not answer; requests are refused until it does")]
    private partial void LogSilent();

    [LoggerMessage(LogLevel.Critical, "The question whether the database answers failed; it is asked again")]
    private partial void LogFailed(Exception error);

    [LoggerMessage(LogLevel.Information, "The database answers again")]
    private partial void LogAnswers();

    [LoggerMessage(LogLevel.Warning, "The database cannot be written; the service is not ready until it can")]
    private partial void LogCannotWrite();

    [LoggerMessage(LogLevel.Information, "The database can be written again")]
    private partial void LogCanWrite();
}
