namespace ForceOps.Api.Pismo.Tokens;

/// <param name="ServerKey">As sent.</param>
/// <param name="Tenant">The org.</param>
/// <param name="ProgramIds">Empty: programs are not emulated.</param>
/// <param name="Roles">Empty: roles are not emulated.</param>
/// <param name="Token">HS512.</param>
/// <param name="RefreshToken">Accepted nowhere yet, as the platform's refresh route is not emulated.</param>
/// <param name="ExpiresIn">Seconds.</param>
internal sealed record ServerTokenAnswer(
    string ServerKey, string Tenant, IReadOnlyList<long> ProgramIds, IReadOnlyList<string> Roles, string Token, string RefreshToken, int ExpiresIn);
