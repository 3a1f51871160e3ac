namespace ForceOps.Api.Bluefin;

internal sealed record CustomerAnswer(string Name);
