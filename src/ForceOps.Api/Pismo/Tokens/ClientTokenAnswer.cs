namespace ForceOps.Api.Pismo.Tokens;

/// <param name="AccessToken">HS512.</param>
/// <param name="TokenType">Bearer.</param>
/// <param name="ExpiresIn">Seconds.</param>
internal sealed record ClientTokenAnswer(string AccessToken, string TokenType, int ExpiresIn);
