using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using ForceOps.Api.Tests.Service;

namespace ForceOps.Api.Tests.Hosting;

/// <summary>
/// What a whole request allocates, from the socket to the answer: a count, not a timing, so that it may not grow unnoticed. It may shrink,
/// and then the number here is to be lowered; whoever raises it says in ARCHITECTURE.md why.
/// </summary>
[Collection(SerialCollection.Name)]
public sealed partial class RequestCostTests(SharedService shared)
{
    /// <summary>Seen: 6,600. Nearly half of it is the writer's (<see cref="Database.WriterCostTests"/>).</summary>
    private const int BytesPerForceMax = 7_500;

    private const int Callers = 32;
    private const int ForcesEach = 100;

    [Fact]
    public async Task A_force_allocates_few_bytes()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "no signals");
        await using var service = await RunningService.StartProcessAsync(
            await shared.Postgres.CreateDatabaseAsync(), RunningService.CountAtOnce, (
                "DOTNET_STARTUP_HOOKS", typeof(RequestCostTests).Assembly.Location));
        var tenant = service.NewTenant();
        await tenant.PutAsync("/sandbox/accounts", $$"""{"from":1,"to":{{Callers}},"currency":"USD"}""");
        // Until the code is compiled well: before that it boxes.
        await CrowdAsync(tenant);
        await CrowdAsync(tenant);

        var before = await AllocatedAsync(service, seen: 0);
        await CrowdAsync(tenant);
        var bytes = (await AllocatedAsync(service, seen: 1) - before) / (Callers * ForcesEach);

        TestContext.Current.SendDiagnosticMessage($"{bytes} bytes a force");
        Assert.InRange(bytes, 1, BytesPerForceMax);
    }

    private static Task CrowdAsync(Tenant tenant) => Task.WhenAll(Enumerable.Range(1, Callers).Select(async account =>
    {
        for (var i = 0; i < ForcesEach; i++)
        {
            var answer = await tenant.ForceAsync($$$"""
                {"tracking_id":"{{{Tenant.NewTrackingId()}}}","account_id":{{{account}}},"amount":40.25,"processing_code":"090907","currency":"USD",
                "descriptor":"Forced single credit operation","metadata":{"any-key":"any-value"}}
                """);
            Assert.Equal(201, answer.Code);
        }
    }));

    /// <param name="service">With the hook in it.</param>
    /// <param name="seen">How often it has said it already.</param>
    private static async Task<long> AllocatedAsync(RunningService service, int seen)
    {
        using var signal = Process.Start("kill", ["-CONT", service.ProcessId.ToString(CultureInfo.InvariantCulture)]);
        for (var tries = 0; tries < 100; tries++)
        {
            if (AllocatedLine().Matches(service.Output) is { } lines && lines.Count > seen)
                return long.Parse(lines[seen].Groups["bytes"].Value, CultureInfo.InvariantCulture);
            await Task.Delay(50);
        }
        throw new InvalidOperationException("the hook said nothing");
    }

    [GeneratedRegex("^allocated (?<bytes>[0-9]+) bytes$", RegexOptions.Multiline | RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 1000)]
    private static partial Regex AllocatedLine();
}
