namespace ForceOps;

/// <summary>Something that a failed check saw, for whoever wonders why it failed. Made on a refusal only.</summary>
/// <param name="Name">In snake_case, as people know it from the wire.</param>
/// <param name="Value">A text, a number, a flag or a time; null when the books have none.</param>
public readonly record struct Fact(string Name, object? Value);
