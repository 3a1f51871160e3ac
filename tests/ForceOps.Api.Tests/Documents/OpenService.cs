using ForceOps.Api.Tests.Service;

namespace ForceOps.Api.Tests.Documents;

/// <summary>A service whose default org is a document's alone.</summary>
public sealed class OpenService(SharedService shared) : IAsyncLifetime
{
    private RunningService _service = null!;

    /// <summary>Without a slash at the end.</summary>
    internal string Address => _service.Url.ToString().TrimEnd('/');

    /// <summary>The default org as it is in the beginning.</summary>
    internal async Task ResetAsync()
    {
        using var http = _service.CreateClient();
        (await http.PostAsync(new Uri("/sandbox/reset", UriKind.Relative), null)).EnsureSuccessStatusCode();
    }

    public async ValueTask InitializeAsync() => _service = await RunningService.StartAsync(await shared.Postgres.CreateDatabaseAsync());

    public ValueTask DisposeAsync() => _service.DisposeAsync();
}
