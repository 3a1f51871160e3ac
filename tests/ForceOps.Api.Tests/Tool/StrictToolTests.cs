using ForceOps.Api.Tests.Service;
using ForceOps.Api.Tests.Tokens;

namespace ForceOps.Api.Tests.Tool;

/// <summary>The tool against a service in strict mode.</summary>
[Collection(StrictService.Name)]
public sealed class StrictToolTests(StrictService strict)
{
    private const string Credentials = $"{StrictService.Key}:{StrictService.Secret}";

    [Fact]
    public async Task It_fetches_the_tokens_that_each_route_wants()
    {
        // In strict mode a force opens no account.
        await using var tenant = new Tenant(strict.Service, StrictService.Org);
        await tenant.PutAsync("/sandbox/accounts", """{"from":9901,"to":9902}""");
        (await RunAsync("force", "9901", "10", "--credentials", Credentials)).Done();
        (await RunAsync("force", "9902", "10", "--credentials", Credentials)).Done();
        // This route takes tokens of an account only.
        (await RunAsync("transfer", "9901", "9902", "4", "--credentials", Credentials)).Done();
        Assert.Matches(@"Balance +6\.00 USD", (await RunAsync("show", "9901")).Done().Output);
        (await RunAsync("check")).Done();
    }

    [Fact]
    public async Task Without_keys_it_says_where_they_go()
    {
        Assert.Contains("--credentials", (await RunAsync("trigger", "change_available")).Error);
        Assert.Contains("another one", (await RunAsync("trigger", "change_available", "--credentials", "no:body")).Error);
        var closed = await ToolRun.OfAsync("accounts", "--url", strict.Service.Url.ToString());
        Assert.Equal(1, closed.ExitCode);
        Assert.Contains("--key", closed.Error);
    }

    private Task<ToolRun> RunAsync(params string[] arguments) => ToolRun.OfAsync(
        [.. arguments, "--url", strict.Service.Url.ToString(), "--org", StrictService.Org, "--key", StrictService.SandboxKey]);
}
