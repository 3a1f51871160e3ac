namespace ForceOps.Api.Fiserv;

internal sealed record CardAnswer(string? Bin, string? Last4, string? Scheme, string? ExpirationMonth, string? ExpirationYear);
