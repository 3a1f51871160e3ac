namespace ForceOps.Api.Bluefin;

/// <param name="Code">The code that was sent: a force makes none.</param>
internal sealed record AuthAnswer(string? Code, string ProcessorMessage, string Message);
