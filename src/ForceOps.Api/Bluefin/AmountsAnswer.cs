namespace ForceOps.Api.Bluefin;

internal sealed record AmountsAnswer(string Currency, string? Approved, string? Requested);
