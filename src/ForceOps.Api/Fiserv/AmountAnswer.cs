namespace ForceOps.Api.Fiserv;

internal sealed record AmountAnswer(decimal Total, string Currency);
