namespace ForceOps.Api.Fiserv;

/// <param name="Type">GATEWAY or APIM.</param>
/// <param name="Code">The vendor's, a text of digits; none with APIM.</param>
/// <param name="Field">The path of the member.</param>
/// <param name="Message">For people.</param>
/// <param name="AdditionalInfo">What the emulator adds.</param>
internal sealed record FiservErrorItem(string Type, string? Code, string? Field, string Message, string? AdditionalInfo = null);
