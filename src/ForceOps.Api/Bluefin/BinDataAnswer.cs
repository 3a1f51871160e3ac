namespace ForceOps.Api.Bluefin;

internal sealed record BinDataAnswer(string Program);
