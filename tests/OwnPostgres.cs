using System.Diagnostics;
using ForceOps.Postgres.Embedded;
using ForceOps.Postgres.Schema;
using Npgsql;

namespace ForceOps;

/// <summary>
/// A PostgreSQL that one test may kill, with this build's tables. It comes back at the same address with the same password, as a real one
/// does. Its data are a copy: initdb and the migrations cost more than most of these tests. The tests and ForceOps.Torture compile this
/// file.
/// </summary>
internal sealed class OwnPostgres : IAsyncDisposable
{
    // The numbers of Linux; elsewhere the tests that use them are skipped.
    private const int Continue = 18;
    private const int Stop = 19;

    private static readonly Lazy<Task<string>> Model = new(MakeModelAsync);

    private readonly ServerFolder _folder = new();
    private readonly EmbeddedPostgresOptions _options;
    private EmbeddedPostgres? _server;
    private int _major;

    private OwnPostgres(params (string Name, string Value)[] settings) => _options = _folder.Options with
    {
        Settings = settings.ToDictionary(setting => setting.Name, setting => setting.Value, StringComparer.Ordinal),
    };

    internal string ConnectionString { get; private set; } = "";

    /// <summary>
    /// The settings of a service that works as a user without the right to change or remove what is posted, and of its owner, who makes
    /// the tables.
    /// </summary>
    /// <param name="owner">How the owner connects, past a proxy or through one.</param>
    internal static IEnumerable<(string Key, string Value)> SettingsOf(NpgsqlConnectionStringBuilder owner) =>
    [
        ("ConnectionStrings:Ledger", new NpgsqlConnectionStringBuilder(owner.ConnectionString)
        {
            Username = "forceops_own_service", Password = "forceops_own_service",
        }.ConnectionString),
        ("ConnectionStrings:Migrations", owner.ConnectionString),
    ];

    internal static async Task<OwnPostgres> StartAsync(params (string Name, string Value)[] settings)
    {
        var postgres = new OwnPostgres(settings);
        if (!OperatingSystem.IsWindows())
            await CopyAsync(await Model.Value, postgres._folder.Options.DataFolder);
        await postgres.StartAgainAsync();
        return postgres;
    }

    /// <summary>
    /// Without tables: a service makes them at its first start. That is cheaper for a program that needs one server, and dearer for many.
    /// </summary>
    internal static async Task<OwnPostgres> StartEmptyAsync(params (string Name, string Value)[] settings)
    {
        var postgres = new OwnPostgres(settings);
        await postgres.StartAgainAsync();
        return postgres;
    }

    /// <summary>Makes the data that others are copies of; they go with the process of the tests.</summary>
    private static async Task<string> MakeModelAsync()
    {
        var folder = new ServerFolder();
        AppDomain.CurrentDomain.ProcessExit += (_, _) => folder.Dispose();
        await using (var server = await folder.StartAsync())
        await using (var source = LedgerDatabase.Open(server.ConnectionString + ";Pooling=false"))
            await new LedgerMigrator(source).MigrateAsync(CancellationToken.None);
        return folder.Options.DataFolder;
    }

    /// <summary>Copies with owners and modes, since root's server runs as another user.</summary>
    private static async Task CopyAsync(string from, string to)
    {
        using var copy = Process.Start("cp", ["-a", from, to]);
        await copy.WaitForExitAsync();
        Demand(copy.ExitCode == 0, $"{from} was not copied");
    }

    internal async Task StartAgainAsync()
    {
        _server = await _folder.StartAsync(_options);
        _major = ServerFolder.MajorOf(_server);
        ConnectionString = _server.ConnectionString;
    }

    /// <summary>
    /// <c>kill -9</c> of the postmaster: nothing is flushed, every session breaks. Sessions see the end of their postmaster a moment
    /// later and answer until then, so this waits for the last of them.
    /// </summary>
    internal void Kill()
    {
        var postmaster = _folder.PostmasterPid(_major);
        var sessions = ChildrenOf(postmaster);
        Demand(UnixCalls.Send(postmaster, UnixCalls.Kill), "there is no postmaster to kill");
        Demand(SpinWait.SpinUntil(() => !sessions.Any(IsAlive), TimeSpan.FromSeconds(20)), "a session outlived its postmaster");
        _server!.Abandon();
        _server = null;
    }

    /// <summary>SIGSTOP to all processes of the server: connections stay open, and nobody answers.</summary>
    internal void Freeze() => SendToAll(Stop);

    internal void Thaw() => SendToAll(Continue);

    /// <summary>SIGSTOP or SIGCONT to one session's process alone.</summary>
    internal static void Freeze(int session) => Demand(UnixCalls.Send(session, Stop), "there is no such session");

    internal static void Thaw(int session) => UnixCalls.Send(session, Continue);

    /// <summary>The folder of its data, whose owner the server runs as.</summary>
    internal string DataFolder => _folder.ClusterFolder(_major);

    /// <summary>An orderly shutdown, as an administrator does it.</summary>
    internal async Task StopAsync()
    {
        await _server!.DisposeAsync();
        _server = null;
    }

    /// <summary>The postmaster comes first: it would start new processes meanwhile.</summary>
    private void SendToAll(int signal)
    {
        var postmaster = _folder.PostmasterPid(_major);
        UnixCalls.Send(postmaster, signal);
        // It stops a moment later, and a session that it starts until then would go on alone.
        SpinWait.SpinUntil(() => signal != Stop
            || File.ReadAllText($"/proc/{postmaster}/stat").Contains(") T ", StringComparison.Ordinal));
        foreach (var process in ChildrenOf(postmaster))
            UnixCalls.Send(process, signal);
    }

    private static int[] ChildrenOf(int process) =>
        [.. File.ReadAllText($"/proc/{process}/task/{process}/children").Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(int.Parse)];

    /// <summary>One that has ended and that nobody has collected yet (Z) is not alive.</summary>
    private static bool IsAlive(int process)
    {
        try
        {
            return !File.ReadAllText($"/proc/{process}/stat").Contains(") Z ", StringComparison.Ordinal);
        }
        catch (IOException)
        {
            return false;
        }
    }

    private static void Demand(bool isTrue, string otherwise)
    {
        if (!isTrue)
            throw new InvalidOperationException(otherwise);
    }

    public async ValueTask DisposeAsync()
    {
        NpgsqlConnection.ClearAllPools();
        if (_server is null)
        {
            // Sessions of a killed server may still be about.
            await StartAgainAsync();
        }
        await _server!.DisposeAsync();
        _folder.Dispose();
    }
}
