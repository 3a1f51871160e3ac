using ForceOps.Api.Tests.Seed;
using ForceOps.Api.Tests.Service;
using ForceOps.Api.Tests.Tokens;

namespace ForceOps.Api.Tests.Events;

/// <summary>
/// Strict mode sends events to public addresses by https, unless the setting says otherwise; a seed file is checked as a request is.
/// </summary>
[Collection(StrictService.Name)]
public sealed class WebhookStrictAddressTests(SharedService shared, StrictService strict)
{
    [Theory]
    [InlineData("https://93.184.216.34/hook", 201)]
    [InlineData("http://93.184.216.34/hook", 400)]
    [InlineData("https://127.0.0.1:9/", 400)]
    [InlineData("https://10.0.0.1/", 400)]
    public async Task Strict_mode_takes_public_https_only(string url, int status)
    {
        await using var tenant = new Tenant(strict.Service, StrictService.Org);
        Assert.Equal(status, (await tenant.PutAsync("/sandbox/webhooks/strict", $$"""{"url":"{{url}}"}""")).Code);
        await tenant.DeleteAsync("/sandbox/webhooks/strict");
    }

    [Fact]
    public async Task The_setting_opens_strict_mode()
    {
        await using var service = await RunningService.StartAsync(
            await shared.Postgres.CreateDatabaseAsync(), [.. StrictService.Settings, ("ForceOps:Webhooks:Receivers", "any")]);
        await using var tenant = new Tenant(service, StrictService.Org);
        Assert.Equal(201, (await tenant.PutAsync("/sandbox/webhooks/one", """{"url":"http://127.0.0.1:9/"}""")).Code);
    }

    [Theory]
    [InlineData("http://169.254.169.254/", "must not lead to a cloud's metadata service")]
    [InlineData("http://u:p@127.0.0.1/", "must not hold a user name or a password")]
    public async Task A_seed_file_with_such_an_address_stops_the_start(string url, string reason)
    {
        using var seed = new SeedFileOnDisk($"orgs:\n  - id: TN-{Guid.NewGuid()}\n    webhooks: [ {{ name: one, url: \"{url}\" }} ]\n");
        var (exitCode, output) = await RunningService.StartAndFailAsync(
            await shared.Postgres.CreateDatabaseAsync(), ("ForceOps:Seed", seed.Path));
        Assert.Equal(1, exitCode);
        Assert.Contains(reason, output, StringComparison.Ordinal);
    }
}
