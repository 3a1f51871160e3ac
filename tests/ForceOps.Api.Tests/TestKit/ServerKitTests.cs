using System.Net.Http.Json;
using System.Text.Json;
using ForceOps.Api.Tests.Service;
using ForceOps.Testing;

namespace ForceOps.Api.Tests.TestKit;

/// <summary>The server that <c>ForceOps.Testing</c> starts: ready, alone with its data, and gone without a trace.</summary>
public sealed class ServerKitTests(SharedService shared)
{
    /// <summary>The tool as the build laid it beside these tests; a package has it in a folder of its own.</summary>
    private static string Program => Path.Combine(AppContext.BaseDirectory, "forceops.dll");

    /// <summary>
    /// A start with a PostgreSQL of its own costs twice as much: the long run does it, and so does the test of the tool's package.
    /// </summary>
    [Fact]
    public async Task It_is_ready_with_its_settings_and_leaves_nothing_behind()
    {
        var database = Thorough.Is ? null : await shared.Postgres.CreateDatabaseAsync();
        var settings = new Dictionary<string, string>(StringComparer.Ordinal) { ["ForceOps:Sandbox:Key"] = "0123456789abcdef" };
        var options = new ForceOpsServerOptions { Program = Program, Settings = settings, ConnectionString = database };
        string data;
        await using (var forceops = await ForceOpsServer.StartAsync(options))
        {
            using var org = forceops.NewOrg();
            var force = new { account_id = 1, amount = 40.25m, processing_code = "090907" };
            using var answer = await org.Http.PostAsJsonAsync("payments/v1/payments/force", force);
            Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
            Assert.Equal(40.25m, await org.GetBalanceAsync(1));
            await org.AssertBooksAsync();
            data = JsonDocument.Parse(forceops.Output.Split('\n').Last(line => line.StartsWith('{'))).RootElement.GetProperty("data").GetString()!;
            Assert.Equal(Thorough.Is, Directory.Exists(data));
        }
        Assert.False(Directory.Exists(data), $"{data} is still there");
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
}
