namespace ForceOps.Api.Pismo;

internal sealed record PismoFieldError(string Field, string Message);
