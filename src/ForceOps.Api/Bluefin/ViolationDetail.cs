using System.Text.Json.Serialization;

namespace ForceOps.Api.Bluefin;

/// <param name="Message">What is wrong.</param>
/// <param name="Source">The field.</param>
/// <param name="Value">Always null: what was sent may be a card number.</param>
internal sealed record ViolationDetail(
    string Message, string Source, [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] string? Value = null);
