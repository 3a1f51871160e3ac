namespace ForceOps.Api.Sandbox.Journal;

/// <summary>A field that was refused, and the rule that it broke.</summary>
internal sealed record RequestFieldView(string Field, string Message);
