namespace ForceOps.Api.Faults;

/// <summary>What is wrong with a rule or a header.</summary>
/// <param name="Field">Of the body, like effect.status; of the header the item.</param>
/// <param name="Message">Goes on behind the field's name.</param>
internal sealed record FaultFinding(string Field, string Message);
