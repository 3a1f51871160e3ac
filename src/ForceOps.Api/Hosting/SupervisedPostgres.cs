using ForceOps.Postgres.Embedded;

namespace ForceOps.Api.Hosting;

/// <summary>Runs the embedded server and starts it again when it dies: the data are safe, and nobody else would start it.</summary>
/// <param name="options">The options of the server, such as its data folder.</param>
/// <param name="cannotRun">The callback that gets the reason when the server cannot be started again.</param>
/// <param name="log">The log for the server's own messages.</param>
/// <param name="stopping">Cancellation ends the watch.</param>
internal sealed class SupervisedPostgres(EmbeddedPostgresOptions options, Action<string> cannotRun, ILogger log,
    CancellationToken stopping) : IAsyncDisposable
{
    private EmbeddedPostgres? _server;
    private Task _watch = Task.CompletedTask;

    /// <summary>Starts the server and returns the connection strings of the tables' owner and of the service's user.</summary>
    internal async Task<(string Owner, string Service)> StartAsync()
    {
        _server = await EmbeddedPostgres.StartAsync(options, log, stopping);
        _watch = WatchAsync(_server);
        return (_server.ConnectionString, _server.ServiceConnectionString);
    }

    /// <summary>
    /// Ends the watch and the server. It may be called only after <c>stopping</c> is canceled, since until then the watch would
    /// start the server again.
    /// </summary>
    public async ValueTask DisposeAsync()
    {
        await _watch;
        if (_server is not null)
            await _server.DisposeAsync();
    }

    private async Task WatchAsync(EmbeddedPostgres server)
    {
        try
        {
            while (true)
            {
                await server.Ended.WaitAsync(stopping);
                await server.DisposeAsync();
                server = await EmbeddedPostgres.StartAsync(options, log, stopping);
                _server = server;
            }
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // The service stops, and it stops the server itself.
        }
        catch (EmbeddedPostgresException error)
        {
            cannotRun(error.Message);
        }
    }
}
