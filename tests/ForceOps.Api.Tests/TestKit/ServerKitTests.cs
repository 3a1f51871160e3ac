using System.Net.Http.Json;
using ForceOps.Api.Tests.Service;
using ForceOps.Testing;

namespace ForceOps.Api.Tests.TestKit;

/// <summary>The server that <c>ForceOps.Testing</c> starts: ready, alone with its data, and gone without a trace.</summary>
public sealed class ServerKitTests(SharedService shared) : IDisposable
{
    private readonly string _temporary = OpenFolder();

    /// <summary>The tool as the build laid it beside these tests; a package has it in a folder of its own.</summary>
    private static string Program => Path.Combine(AppContext.BaseDirectory, "forceops.dll");

    /// <summary>
    /// A start with a PostgreSQL of its own costs twice as much: the long run does it, and so does the test of the tool's package.
    /// </summary>
    [Fact]
    public async Task It_is_ready_with_its_settings_and_leaves_nothing_behind()
    {
        var database = Thorough.Is ? null : await shared.Postgres.CreateDatabaseAsync();
        // The key as a variable writes it, in another case; and a temporary folder that nobody else uses, so that what is left is seen.
        var options = new ForceOpsServerOptions
        {
            Program = Program, ConnectionString = database,
            Settings = { [RunningService.Distributed(database ?? "").Key] = RunningService.Distributed(database ?? "").Value, ["forceops__sandbox__KEY"] = "0123456789abcdef", ["TMPDIR"] = _temporary, ["TMP"] = _temporary },
        };
        var forceops = await ForceOpsServer.StartAsync(options);
        await using (forceops)
        {
            using var org = forceops.NewOrg();
            var force = new { account_id = 1, amount = 40.25m, processing_code = "090907" };
            using var answer = await org.Http.PostAsJsonAsync("payments/v1/payments/force", force);
            Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
            Assert.Equal(40.25m, await org.GetBalanceAsync(1));
            await org.AssertBooksAsync();
            Assert.Single(Folders());
        }
        Assert.Empty(Folders());
        using var http = new HttpClient();
        await Assert.ThrowsAsync<HttpRequestException>(() => http.GetAsync(forceops.Url));
        // Both a fixture and a test may do it.
        await forceops.DisposeAsync();
    }

    [Fact]
    public async Task A_start_that_fails_says_what_was_printed_and_what_is_missing()
    {
        // .NET itself refuses what is no program, sooner than the service would refuse a setting.
        var broken = Path.Combine(AppContext.BaseDirectory, "ForceOps.Testing.dll");
        var error = await Assert.ThrowsAsync<ForceOpsException>(
            () => ForceOpsServer.StartAsync(new ForceOpsServerOptions { Program = broken }));
        Assert.Contains("before it was ready. It printed:", error.Message);
        Assert.Contains("ForceOps.Testing", error.Message[error.Message.IndexOf("printed", StringComparison.Ordinal)..]);

        var missing = await Assert.ThrowsAsync<ForceOpsException>(() => ForceOpsServer.StartAsync());
        Assert.Contains("forceops.dll is missing. The package ForceOps.Testing", missing.Message);
    }

    public void Dispose() => Directory.Delete(_temporary, recursive: true);

    /// <summary>Makes a folder that the user that runs PostgreSQL may enter too: where the tests run as root, it is another one.</summary>
    private static string OpenFolder()
    {
        var folder = Directory.CreateTempSubdirectory("fk-");
        if (!OperatingSystem.IsWindows())
            folder.UnixFileMode |= UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;
        return folder.FullName;
    }

    private string[] Folders() => Directory.GetDirectories(_temporary, "forceops-*");
}
