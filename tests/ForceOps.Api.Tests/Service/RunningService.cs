namespace ForceOps.Api.Tests.Service;

/// <summary>A service with its database, in this process or in one of its own. Tests speak HTTP to it and read what it logs.</summary>
public sealed class RunningService : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(120);

    /// <summary>
    /// Milliseconds without a new method before calls are counted, in hex: .NET's own default. The service counts from its first call on,
    /// and so compiles a part of its start twice: right for hours of load, and a fifth of all the processor time of a service that lives
    /// for seconds.
    /// </summary>
    private static readonly (string Key, string Value) CountLater = ("DOTNET_TC_CallCountingDelayMs", "64");

    /// <summary>As the service sets it itself, for one that does so much that well compiled code pays.</summary>
    internal static readonly (string Key, string Value) CountAtOnce = (CountLater.Key, "0");

    private readonly ServiceProcess? _process;
    private readonly ServiceInside? _inside;

    private RunningService(ServiceProcess process, Uri url, string database, (string Key, string Value)[] settings)
        : this(url, database, settings) => _process = process;

    private RunningService(ServiceInside inside, Uri url, string database, (string Key, string Value)[] settings)
        : this(url, database, settings) => _inside = inside;

    private RunningService(Uri url, string database, (string Key, string Value)[] settings) => (Url, Database, SandboxKey) = (
        url, database, settings.FirstOrDefault(setting => setting.Key is "ForceOps:Sandbox:Key").Value);

    /// <summary>Connection string of its database, for tests that look behind the service; empty when it runs its own server.</summary>
    public string Database { get; }

    /// <summary>What its sandbox routes ask for; null when they ask for nothing.</summary>
    public string? SandboxKey { get; }

    public Uri Url { get; }

    public int ProcessId => OwnProcess.Id;

    /// <summary>Everything it has printed, or logged, so far.</summary>
    public string Output => _process?.Output ?? _inside!.Output;

    private ServiceProcess OwnProcess => _process ?? throw new InvalidOperationException("this service has no process of its own");

    /// <summary>Starts it in this process and waits until it is ready.</summary>
    public static async Task<RunningService> StartAsync(string database, params (string Key, string Value)[] settings)
    {
        var inside = ServiceInside.Launch([.. As(database), .. settings]);
        try
        {
            return new RunningService(inside, await inside.WaitUntilReadyAsync(Patience), database, settings);
        }
        catch
        {
            await inside.DisposeAsync();
            throw;
        }
    }

    /// <summary>Starts it in a process of its own, for a test that kills or measures it, and waits until it is ready.</summary>
    public static async Task<RunningService> StartProcessAsync(string database, params (string Key, string Value)[] settings)
    {
        var (process, url) = await ServiceProcess.StartAsync(With(database, settings), Patience);
        return new RunningService(process, url, database, settings);
    }

    /// <summary>Starts it and waits until it listens only: whatever keeps it from being ready is the test's business.</summary>
    public static async Task<RunningService> StartListeningAsync(string database, params (string Key, string Value)[] settings)
    {
        var process = ServiceProcess.Launch(
            [.. With(database, settings), ("Serilog:MinimumLevel:Override:Microsoft.Hosting.Lifetime", "Information")], Patience);
        return new RunningService(process, await process.WaitUntilListeningAsync(), database, settings);
    }

    /// <summary>Waits until it is ready.</summary>
    public Task WaitUntilReadyAsync() => OwnProcess.WaitUntilReadyAsync();

    /// <summary>
    /// Starts it in this process with settings that it should refuse, as the only user of its database; answers its exit code and what it
    /// logged.
    /// </summary>
    public static Task<(int ExitCode, string Output)> StartAndFailAsync(
        string database, params (string Key, string Value)[] settings) =>
        FailAsync([("ConnectionStrings:Ledger", database), Distributed(database), .. settings]);

    /// <summary>The same, with these settings and nothing else.</summary>
    public static async Task<(int ExitCode, string Output)> FailAsync(params (string Key, string Value)[] settings)
    {
        await using var inside = ServiceInside.Launch(settings);
        return (await inside.WaitForExitAsync(Patience), inside.Output);
    }

    /// <summary>Runs a process with this command line and nothing else until it ends; answers its exit code and what it printed.</summary>
    public static async Task<(int ExitCode, string Output)> RunAsync(string[] arguments, params (string Key, string Value)[] settings)
    {
        await using var process = ServiceProcess.Launch([CountLater, .. settings], Patience, arguments);
        return (await process.WaitForExitAsync(), process.Output);
    }

    /// <summary>Starts it with this command line and nothing else, on a server of its own.</summary>
    public static async Task<RunningService> StartAloneAsync(string[] arguments, params (string Key, string Value)[] settings)
    {
        var process = ServiceProcess.Launch([CountLater, .. settings], Patience, arguments);
        return new RunningService(process, await process.WaitUntilReadyAsync(), "", settings);
    }

    /// <summary>A client whose every answer is checked against the OpenAPI documents.</summary>
    public HttpClient CreateClient() => new(new DescribedAnswers()) { BaseAddress = Url };

    /// <summary>An org of one's own: tests in parallel do not see each other.</summary>
    public Tenant NewTenant() => new(this, $"TN-{Guid.NewGuid()}");

    /// <summary>As the power cut does it.</summary>
    public Task KillAsync() => OwnProcess.KillAsync();

    /// <summary>As Ctrl+C and compose do it; answers the exit code.</summary>
    public Task<int> StopAsync() => _process?.StopAsync() ?? _inside!.StopAsync(Patience);

    public ValueTask DisposeAsync() => _process?.DisposeAsync() ?? _inside!.DisposeAsync();

    private static IEnumerable<(string Key, string Value)> With(string database, (string Key, string Value)[] settings) =>
        [.. As(database), CountLater, .. settings];

    /// <summary>
    /// As compose does it: the tables are made by their owner, and the service works as another user. Without a database the service has a
    /// server of its own.
    /// </summary>
    private static (string Key, string Value)[] As(string database) => database.Length == 0 ? [] :
    [
        ("ConnectionStrings:Ledger", TestPostgres.AsService(database).ConnectionString), ("ConnectionStrings:Migrations", database),
        Distributed(database),
    ];

    /// <summary>On the coordinator of a cluster the tables are distributed.</summary>
    internal static (string Key, string Value) Distributed(string database) =>
        ("ForceOps:Ledger:Distributed", TestPostgres.IsOnCluster(database) ? "true" : "false");
}
