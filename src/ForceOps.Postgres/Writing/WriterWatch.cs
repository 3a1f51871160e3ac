using ForceOps.Postgres.Outage;
using Microsoft.Extensions.Logging;

namespace ForceOps.Postgres.Writing;

/// <summary>
/// Bounds how long callers of the writer wait for a database that does not answer. It looks at the runners only, a few times a
/// second, so that a posting pays nothing for it: an operation that waits in a queue waits no longer than the batch before it.
/// </summary>
internal sealed partial class WriterWatch : IDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(250);

    private readonly LedgerWriter _writer;
    private readonly LedgerPulse _pulse;
    private readonly PeriodicTimer _timer;
    private readonly ILogger _log;
    private readonly TimeSpan _hungAfter;
    private int _silences;

    private WriterWatch(LedgerWriter writer, LedgerPulse pulse, WriterOptions options, TimeProvider clock, ILogger log)
    {
        (_writer, _pulse, _log) = (writer, pulse, log);
        _timer = new PeriodicTimer(Interval, clock);
        // No run of a batch waits longer for locks than twice the timeout and two tenths.
        _hungAfter = options.AnswerTimeout + (options.LockTimeout * 2) + (RetryLimits.Further(options.LockTimeout) * 2);
    }

    internal bool IsSilent => _pulse.IsSilent;

    /// <summary>The number of silences so far.</summary>
    internal int Silences => Volatile.Read(ref _silences);

    internal static WriterWatch Start(LedgerWriter writer, LedgerPulse pulse, WriterOptions options, TimeProvider clock, ILogger log)
    {
        var watch = new WriterWatch(writer, pulse, options, clock, log);
        _ = Task.Run(watch.RunAsync);
        return watch;
    }

    /// <summary>Notes that a batch could not be written, before its callers hear of it.</summary>
    internal void Failed() => _pulse.WriteFailed();

    /// <summary>Notes that a batch ended well. A batch of refusals alone has written nothing.</summary>
    internal void Succeeded(IReadOnlyList<PendingOperation> batch)
    {
        if (_pulse.CannotWrite && batch.Any(pending => pending.Outcome is Outcome.Accepted or Outcome.Delayed))
            _pulse.Wrote();
    }

    /// <summary>
    /// Refuses what is in batches and in queues. It is called before any caller hears of the silence, so that nothing which waited
    /// then can be posted afterwards.
    /// </summary>
    internal void BecameSilent()
    {
        Interlocked.Increment(ref _silences);
        _writer.GiveUpBatches(TimeSpan.Zero);
    }

    public void Dispose() => _timer.Dispose();

    private async Task RunAsync()
    {
        while (await _timer.WaitForNextTickAsync())
        {
            try
            {
                await LookAsync();
            }
            catch (Exception error)
            {
                // A watch that dies would leave callers waiting, and nothing would show its death.
                LogFailed(error);
            }
        }
    }

    private async Task LookAsync()
    {
        if (_writer.BusyFor < _pulse.SuspectAfter)
            return;
        // A batch may have begun while the others were given up.
        if (await _pulse.BecomesSilentAsync())
        {
            _writer.GiveUpBatches(TimeSpan.Zero);
            return;
        }
        // The database answers: a batch may wait for locks. One that waits for longer than that has a dead connection.
        _writer.GiveUpBatches(_hungAfter);
    }

    [LoggerMessage(LogLevel.Critical, "The watch over the writer failed; it goes on")]
    private partial void LogFailed(Exception error);
}
