namespace ForceOps.Api.Pismo.Tokens;

/// <summary>Whom a valid token speaks for.</summary>
internal sealed record TokenCaller(OrgId Org, long? OnlyAccount);
