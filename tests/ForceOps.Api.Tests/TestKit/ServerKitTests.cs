using System.Net.Http.Json;
using ForceOps.Testing;

namespace ForceOps.Api.Tests.TestKit;

/// <summary>The server that <c>ForceOps.Testing</c> starts: ready, alone with its data, and gone without a trace.</summary>
public sealed class ServerKitTests
{
    /// <summary>The tool as the build laid it beside these tests; a package has it in a folder of its own.</summary>
    private static string Program => Path.Combine(AppContext.BaseDirectory, "forceops.dll");

    [Fact]
    public async Task It_starts_on_data_of_its_own_and_leaves_nothing_behind()
    {
        var settings = new Dictionary<string, string>(StringComparer.Ordinal) { ["ForceOps:Sandbox:Key"] = "0123456789abcdef" };
        string data;
        await using (var forceops = await ForceOpsServer.StartAsync(new ForceOpsServerOptions { Program = Program, Settings = settings }))
        {
            using var org = forceops.NewOrg();
            var force = new { account_id = 1, amount = 40.25m, processing_code = "090907" };
            using var answer = await org.Http.PostAsJsonAsync("payments/v1/payments/force", force);
            Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
            Assert.Equal(40.25m, await org.GetBalanceAsync(1));
            await org.AssertBooksAsync();
            data = System.Text.Json.JsonDocument.Parse(forceops.Output.Split('\n').Last(line => line.StartsWith('{')))
                .RootElement.GetProperty("data").GetString()!;
            Assert.True(Directory.Exists(data), data);
        }
        Assert.False(Directory.Exists(data), $"{data} is still there");
    }

    [Fact]
    public async Task A_start_that_fails_says_what_the_service_said()
    {
        var settings = new Dictionary<string, string>(StringComparer.Ordinal) { ["ForceOps:Mod"] = "strict" };
        var error = await Assert.ThrowsAsync<ForceOpsException>(
            () => ForceOpsServer.StartAsync(new ForceOpsServerOptions { Program = Program, Settings = settings }));
        Assert.Contains("before it was ready. It printed:", error.Message);
        Assert.Contains("ForceOps:Mode", error.Message);

        var missing = await Assert.ThrowsAsync<ForceOpsException>(() => ForceOpsServer.StartAsync());
        Assert.Contains("forceops.dll is missing. The package ForceOps.Testing", missing.Message);
    }
}
