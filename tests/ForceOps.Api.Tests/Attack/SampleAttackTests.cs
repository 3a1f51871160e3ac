using ForceOps.Api.Tests.Journal;
using ForceOps.Api.Tests.Service;
using ForceOps.Api.Tests.Tool;

namespace ForceOps.Api.Tests.Attack;

/// <summary>The sample service, which does what a payment integration must do, comes through every scenario.</summary>
public sealed class SampleAttackTests(SharedService shared)
{
    private const string Secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

    [Fact]
    public async Task The_sample_survives_whatever_it_meets()
    {
        await using var tenant = shared.NewTenant();
        var url = $"http://127.0.0.1:{FreePort.Next()}";
        using var sample = ProgramRun.Start(
            Path.Combine(ProgramRun.Root, "samples", "Payments"), "dotnet",
            [
                Path.Combine(ProgramRun.Root, "artifacts", "bin", "Payments", "release", "Payments.dll"), $"--urls={url}",
                $"--Pismo:BaseAddress={tenant.Service.Url}", $"--Pismo:Tenant={tenant.Org}", $"--Pismo:WebhookSecret={Secret}",
                "--Logging:LogLevel:Default=None",
            ]);
        var drive = Path.GetTempFileName();
        try
        {
            var file = await File.ReadAllTextAsync(Path.Combine(ProgramRun.Root, "samples", "Payments", "attack.http"));
            await File.WriteAllTextAsync(drive, file.Replace("http://localhost:5080", url, StringComparison.Ordinal));
            await UntilItAnswersAsync(new Uri(url));

            var run = await tenant.ToolAsync("attack", "--drive-http", drive, "--webhook-url", $"{url}/webhooks/pismo", "--webhook-secret", Secret,
                "--believes", url + "/accounts/{{account}}/balance", "--fail-on", "low", "--json");

            var harmed = run.Json.GetProperty("scenarios").EnumerateArray().Where(scenario => scenario.Text("verdict") is not "survived").ToList();
            Assert.True(run.ExitCode == 0, run.Output + run.Error);
            // It sends no token, so that none can expire.
            Assert.Equal(["token-expires"], harmed.Select(scenario => scenario.Text("name")));
        }
        finally
        {
            sample.Kill();
            File.Delete(drive);
        }
    }

    private static async Task UntilItAnswersAsync(Uri url)
    {
        using var http = new HttpClient();
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (true)
        {
            try
            {
                using var answer = await http.GetAsync(new Uri(url, $"/payouts/{Guid.NewGuid()}"), patience.Token);
                return;
            }
            catch (HttpRequestException)
            {
                await Task.Delay(100, patience.Token);
            }
        }
    }
}
