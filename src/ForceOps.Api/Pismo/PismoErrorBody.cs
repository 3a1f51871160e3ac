using System.Text.Json.Serialization;

namespace ForceOps.Api.Pismo;

/// <summary>The error envelope of every Pismo route.</summary>
/// <param name="Code">One of the codes in contract section 9.</param>
/// <param name="Message">For people.</param>
/// <param name="Details">With field errors: which fields and why.</param>
internal sealed record PismoErrorBody(
    string Code,
    string Message,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyList<PismoFieldError>? Details = null);
