using ForceOps.Api.Tests.Service;

namespace ForceOps.Api.Tests.Pismo;

/// <summary>A force may refer to another authorization; it is recorded, and only a platform's must be known here.</summary>
public sealed class ForceOriginalAuthorizationTests(SharedService shared)
{
    [Fact]
    public async Task A_network_authorization_need_not_exist()
    {
        await using var tenant = shared.NewTenant();
        var id = await tenant.ForcedAsync(ForceJson.With(("original_authorization", """{"id":123,"type":"NETWORK"}""")));
        Assert.Equal("""{"id":123,"type":"NETWORK"}""", (
            await tenant.AuthorizationAsync(id)).GetProperty("original_authorization").GetRawText());
    }

    [Fact]
    public async Task A_platform_authorization_of_the_org_is_recorded()
    {
        await using var tenant = shared.NewTenant();
        var first = await tenant.ForcedAsync(ForceJson.With());
        var second = await tenant.ForcedAsync(ForceJson.With(("original_authorization", $$"""{"type":"PLATFORM","id":{{first}}}""")));
        Assert.Equal(
            $$"""{"id":{{first}},"type":"PLATFORM"}""", (
                await tenant.AuthorizationAsync(second)).GetProperty("original_authorization").GetRawText());
    }

    [Fact]
    public async Task A_platform_authorization_that_is_not_there_is_refused()
    {
        await using var tenant = shared.NewTenant();
        var answer = await tenant.ForceAsync(ForceJson.With(("original_authorization", """{"id":123,"type":"PLATFORM"}""")));
        Refused.AsPismo(answer, 400, "ORIGINAL_AUTHORIZATION_NOT_FOUND");
    }

    [Fact]
    public async Task A_platform_authorization_of_another_org_is_not_there()
    {
        await using var other = shared.NewTenant();
        await using var tenant = shared.NewTenant();
        var foreign = await other.ForcedAsync(ForceJson.With());
        var answer = await tenant.ForceAsync(ForceJson.With(("original_authorization", $$"""{"id":{{foreign}},"type":"PLATFORM"}""")));
        Refused.AsPismo(answer, 400, "ORIGINAL_AUTHORIZATION_NOT_FOUND");
    }
}
