namespace ForceOps.Api.Bluefin;

/// <param name="Expiry">MMYY.</param>
internal sealed record CardAnswer(string? Name, string? Last4, string? Expiry, string? Brand);
