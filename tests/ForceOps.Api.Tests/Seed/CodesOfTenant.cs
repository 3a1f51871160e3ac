using ForceOps.Api.Tests.Service;

namespace ForceOps.Api.Tests.Seed;

/// <summary>The processing codes of one tenant, by Pismo's routes.</summary>
internal static class CodesOfTenant
{
    internal const string Codes = "/orgs-operation/v1/processing-codes";

    internal static Task<Answer> AddCodeAsync(this Tenant tenant, string body) => tenant.SendAsync(HttpMethod.Post, Codes, body);

    internal static Task<Answer> CodeAsync(this Tenant tenant, string code) => tenant.GetAsync($"{Codes}/{code}");

    internal static Task<Answer> ChangeCodeAsync(this Tenant tenant, string code, string body) =>
        tenant.SendAsync(HttpMethod.Patch, $"{Codes}/{code}", body);
}
