using ForceOps.Api.Bluefin;
using ForceOps.Api.Fiserv;
using ForceOps.Api.Http;
using ForceOps.Api.Settings;
using ForceOps.Api.Tests.Service;
using Microsoft.Extensions.Configuration;

namespace ForceOps.Api.Tests.Hosting;

/// <summary>A wrong setting stops the start with a message that names it, not the first payment.</summary>
public sealed class WrongSettingTests(SharedService shared)
{
    [Theory]
    [InlineData("ForceOps:Mode", "shut", "Mode")]
    [InlineData("ForceOps:Mode", "7", "Mode")]
    [InlineData("ForceOps:BodyBytesMax", "0", "BodyBytesMax")]
    [InlineData("ForceOps:BodyBytesMax", "many", "BodyBytesMax")]
    [InlineData("ForceOps:Ledger:BatchLimit", "0", "BatchLimit")]
    [InlineData("ForceOps:Ledger:QueueLimit", "-1", "QueueLimit")]
    [InlineData("ForceOps:Ledger:Writers", "99", "Writers")]
    [InlineData("ForceOps:Ledger:LockTimeout", "00:00:00", "LockTimeout")]
    [InlineData("ForceOps:Ledger:AnswerTimeout", "01:00:00", "AnswerTimeout")]
    [InlineData("ForceOps:Accounts:RangeMax", "0", "RangeMax")]
    [InlineData("ForceOps:Faults:RulesMax", "0", "RulesMax")]
    [InlineData("ForceOps:Faults:LatencyMax", "01:00:00", "LatencyMax")]
    [InlineData("ForceOps:Journal:Entries", "-1", "Entries")]
    [InlineData("ForceOps:Journal:EntriesOfAllOrgs", "0", "EntriesOfAllOrgs")]
    [InlineData("ForceOps:Sandbox:Key", "short", "ForceOps:Sandbox")]
    [InlineData("ForceOps:Accounts:OpenOnFirstUse", "perhaps", "OpenOnFirstUse")]
    [InlineData("ForceOps:Pismo:UnknownMembers", "whatever", "UnknownMembers")]
    [InlineData("ForceOps:Pismo:EventDateWithoutZone", "2", "EventDateWithoutZone")]
    [InlineData("ForceOps:Telemetry:Endpoint", "collector:4317", "Telemetry:Endpoint")]
    [InlineData("OTEL_EXPORTER_OTLP_ENDPOINT", "http://", "Telemetry:Endpoint")]
    [InlineData("ForceOps:Telemetry:Protocol", "http", "Telemetry: Protocol")]
    [InlineData("ConnectionStrings:Ledger", "no connection string", "connection string")]
    [InlineData("ForceOps:Mode", "shut", "ForceOps:Mode must be one of open, strict; it is 'shut'")]
    [InlineData("ForceOps:Pismo:UnknownMembers", "whatever", "must be one of ignore, reject")]
    [InlineData("ForceOps:Bluefin:Keys:0:Methods", "digest", "must be one of none, hmac, basic, all")]
    [InlineData("ForceOps:Accounts:OpenOnFirstUse", "perhaps", "must be true or false")]
    [InlineData("ForceOps:Ledger:LockTimeout", "2s", "must be a duration such as 00:00:02")]
    [InlineData("ForceOps:Ledger:Writers", "two", "must be a whole number")]
    public async Task A_wrong_setting_is_named_and_stops_the_start(string key, string value, string named) =>
        IsNamed(named, await RunningService.StartAndFailAsync(shared.Service.Database, (key, value)));

    /// <summary>The two that only a process shows: a name from the environment, and a log that cannot be made.</summary>
    [Theory]
    [InlineData("ForceOps:Mode", "shut", "ForceOps__Mode must be one of open, strict; it is 'shut'")]
    [InlineData("Serilog:MinimumLevel:Default", "Loud", "Serilog")]
    public async Task A_wrong_variable_is_named_and_stops_the_process(string key, string value, string named) => IsNamed(
        named, await RunningService.RunAsync(["--ConnectionStrings:Ledger", shared.Service.Database], (key, value)));

    private static void IsNamed(string named, (int ExitCode, string Output) run)
    {
        var (exitCode, output) = run;
        Assert.True(exitCode == 1, $"exit code {exitCode}:\n{output}");
        Assert.Contains("ForceOps cannot start", output, StringComparison.Ordinal);
        Assert.Contains(named, output, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("   at ", output, StringComparison.Ordinal);
    }

    /// <summary>A header has bytes: a letter beyond ASCII, or a space at an end, is one that no request can send.</summary>
    [Theory]
    [InlineData("0123456789abcdef", true, true)]
    [InlineData("0123 4567 89 abcdef", true, true)]
    [InlineData("0123456789abcdeé", false, false)]
    [InlineData(" 0123456789abcdef", false, false)]
    [InlineData("0123456789abcdef ", false, false)]
    [InlineData("0123456789\tabcdef", false, false)]
    [InlineData("0123:456789abcdef", true, false)]
    [InlineData("0123\"456789abcdef", true, false)]
    public void What_is_compared_with_a_header_is_of_letters_that_a_header_has(string text, bool isHeader, bool isPart)
    {
        Is(isHeader, new SectionValidator<SandboxOptions>("ForceOps:Sandbox"), new SandboxOptions { Key = text }, "ForceOps:Sandbox: Key");
        var fiserv = new FiservOptions { Keys = { new() { ApiKey = text, Secret = "é", Tenant = OrgId.Default.ToString() } } };
        Is(isHeader, new SectionValidator<FiservOptions>("ForceOps:Fiserv"), fiserv, "ForceOps:Fiserv:Keys:0: ApiKey");
        var bluefin = new BluefinOptions { Keys = { new() { Id = text, Secret = "é", Tenant = OrgId.Default.ToString() } } };
        Is(isPart, new SectionValidator<BluefinOptions>("ForceOps:Bluefin"), bluefin, "ForceOps:Bluefin:Keys:0: Id");
    }

    [Theory]
    [InlineData("pay.test; *.pay.test", null)]
    [InlineData("pay.test;büro.test", "AllowedHosts: büro.test is no name as a Host header has it")]
    public void AllowedHosts_has_names_as_a_header_has_them(string hosts, string? said)
    {
        var found = KnownOrigins.Problem(new ConfigurationBuilder().AddInMemoryCollection([new("AllowedHosts", hosts)]).Build());
        Assert.False(KnownOrigins.IsOrigin("http://büro.test"));
        Assert.True(said is null ? found is null : found!.StartsWith(said, StringComparison.Ordinal), found);
    }

    private static void Is<T>(bool isValid, SectionValidator<T> validator, T options, string named)
        where T : class
    {
        var result = validator.Validate(null, options);
        Assert.Equal(isValid, result.Succeeded);
        if (!isValid)
            Assert.StartsWith($"{named} must be visible ASCII", Assert.Single(result.Failures!), StringComparison.Ordinal);
    }
}
