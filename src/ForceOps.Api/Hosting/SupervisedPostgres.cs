using ForceOps.Postgres.Embedded;

namespace ForceOps.Api.Hosting;

/// <summary>The embedded server, started again when it dies: the data are safe, and nobody else would do it.</summary>
/// <param name="options">Where its data are.</param>
/// <param name="cannotRun">Told why when it cannot be started again.</param>
/// <param name="log">For the server's own messages.</param>
/// <param name="stopping">Ends the watch.</param>
internal sealed class SupervisedPostgres(EmbeddedPostgresOptions options, Action<string> cannotRun, ILogger log, CancellationToken stopping) : IAsyncDisposable
{
    private EmbeddedPostgres? _server;
    private Task _watch = Task.CompletedTask;

    /// <summary>Starts it and answers how to connect.</summary>
    internal async Task<string> StartAsync()
    {
        _server = await EmbeddedPostgres.StartAsync(options, log, stopping);
        _watch = WatchAsync(_server);
        return _server.ConnectionString;
    }

    /// <summary>Only once <c>stopping</c> is canceled: until then the watch would start the server again.</summary>
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
            // The service stops, and stops the server itself.
        }
        catch (EmbeddedPostgresException error)
        {
            cannotRun(error.Message);
        }
    }
}
