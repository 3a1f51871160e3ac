using System.Globalization;

namespace ForceOps.Testing;

/// <summary>
/// Runs ForceOps for the tests of one run, or speaks to one that runs already. One is enough for all tests, also in parallel: each test
/// takes an org of its own with <see cref="NewOrg"/>.
/// </summary>
/// <remarks>
/// The service is a process of its own with its own PostgreSQL, a free port of the loopback, and data in a temporary folder. All of it is
/// gone after <see cref="DisposeAsync"/>, and soon after the end of the tests' process, however it ends: it looks for that end once it is
/// ready. A start that is given up or takes too long gets some seconds to become ready and stop; killed after that, it may leave its folder
/// <c>forceops-*</c> behind.
/// </remarks>
public sealed class ForceOpsServer : IAsyncDisposable
{
    private readonly ServiceRun? _run;
    private readonly string? _sandboxKey;

    // One pool of connections for the clients of all orgs. No proxy: the service is on this machine or near it.
    private readonly SocketsHttpHandler _sockets = new() { UseProxy = false, UseCookies = false, AllowAutoRedirect = false };

    private ForceOpsServer(Uri url, string? sandboxKey, ServiceRun? run) => (Url, _sandboxKey, _run) = (url, sandboxKey, run);

    /// <summary>Gets the address of the service, for the settings of the program under test.</summary>
    public Uri Url { get; }

    /// <summary>Gets the last lines that the service printed; empty when another program started it.</summary>
    public string Output => _run?.Output ?? "";

    /// <summary>Starts the service and returns when it is ready.</summary>
    /// <param name="options">What is to be different from the default.</param>
    /// <param name="cancellationToken">Ends the start.</param>
    /// <exception cref="ForceOpsException">It did not become ready; the message has what it printed.</exception>
    public static async Task<ForceOpsServer> StartAsync(
        ForceOpsServerOptions? options = null, CancellationToken cancellationToken = default)
    {
        options ??= new ForceOpsServerOptions();
        var (run, url) = await ServiceRun.StartAsync(options, cancellationToken).ConfigureAwait(false);
        return new ForceOpsServer(url, SandboxKeyOf(options.Settings), run);
    }

    /// <summary>Speaks to a service that runs already, as in compose. Its disposal does not stop that service.</summary>
    /// <param name="url">The address of the service.</param>
    /// <param name="sandboxKey">The sandbox's key (<c>ForceOps:Sandbox:Key</c>), where the service has one.</param>
    public static ForceOpsServer ConnectTo(Uri url, string? sandboxKey = null)
    {
        ArgumentNullException.ThrowIfNull(url);
        return new ForceOpsServer(url, sandboxKey, null);
    }

    /// <summary>Returns a fresh org: no account, no operation, the usual processing codes, the real time.</summary>
    public ForceOpsOrg NewOrg() => OpenOrg(string.Create(CultureInfo.InvariantCulture, $"TN-{Guid.NewGuid()}"));

    /// <summary>Returns an org by its name, such as one of the seed file.</summary>
    /// <param name="tenant"><c>TN-</c> and a UUID, as in the header <c>x-tenant</c>.</param>
    public ForceOpsOrg OpenOrg(string tenant)
    {
        ArgumentException.ThrowIfNullOrEmpty(tenant);
        return new ForceOpsOrg(new SandboxClient(_sockets, Url, tenant, _sandboxKey));
    }

    /// <summary>Stops the service and its PostgreSQL, and removes the data. A second time changes nothing.</summary>
    public async ValueTask DisposeAsync()
    {
        _sockets.Dispose();
        if (_run is not null)
            await _run.DisposeAsync().ConfigureAwait(false);
    }

    /// <summary>Finds the sandbox's key as the service does: whatever the case, and with <c>__</c> as in a variable.</summary>
    private static string? SandboxKeyOf(IDictionary<string, string> settings) => settings
        .Where(setting => "ForceOps:Sandbox:Key".Equals(
            setting.Key.Replace("__", ":", StringComparison.Ordinal), StringComparison.OrdinalIgnoreCase))
        .Select(setting => setting.Value)
        .FirstOrDefault();
}

/// <summary>Says what is to be different from the default when a service is started.</summary>
public sealed record ForceOpsServerOptions
{
    /// <summary>Gets the seed file that the start applies: orgs, accounts, processing codes, keys, webhooks.</summary>
    public string? SeedFile { get; init; }

    /// <summary>
    /// Gets the connection string of a PostgreSQL to use; when null, the service runs an embedded one, with the PostgreSQL that is
    /// installed or one that npm fetches once.
    /// </summary>
    public string? ConnectionString { get; init; }

    /// <summary>Gets other settings by their names, such as <c>ForceOps:Delayed:After</c>.</summary>
    public IDictionary<string, string> Settings { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>Gets the time that the start may take. The very first one on a machine without PostgreSQL fetches 24 MB.</summary>
    public TimeSpan StartTimeout { get; init; } = TimeSpan.FromMinutes(3);

    /// <summary>The service's program; tests of this package have it elsewhere.</summary>
    internal string Program { get; init; } = PackagedService.Program;
}

/// <summary>
/// Reports that the service did not start, refused what a method of this package asked it for, or that something awaited or asserted is
/// not so. The message says what the service said.
/// </summary>
public sealed class ForceOpsException : Exception
{
    internal ForceOpsException(string message, Exception? cause = null)
        : base(message, cause)
    {
    }
}
