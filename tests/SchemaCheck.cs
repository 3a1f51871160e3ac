using System.Text.Json;
using System.Text.RegularExpressions;

namespace ForceOps;

/// <summary>
/// Checks JSON against the part of OpenAPI 3.0's schemas that the served documents use. A keyword that it does not know is a failure,
/// so that
/// nothing in a document goes unchecked.
/// </summary>
internal sealed partial class SchemaCheck(JsonElement document)
{
    private static readonly string[] Words = ["description", "example", "default", "nullable", "title", "deprecated"];

    /// <summary>Answers what is wrong with the value; nothing when it fits.</summary>
    internal IEnumerable<string> Errors(JsonElement value, JsonElement schema, string path = "$")
    {
        if (schema.TryGetProperty("$ref", out var reference))
            return Errors(value, At(reference.GetString()!), path);
        // "nullable" belongs to a type; without a type, null fits what the other rules let through.
        if (value.ValueKind == JsonValueKind.Null && schema.TryGetProperty("type", out _))
            return schema.TryGetProperty("nullable", out var nullable) && nullable.GetBoolean() ? [] : [$"{path} is null"];
        // The other rules are about values of the type: a shape of several that asks for another type is just not the one.
        if (schema.TryGetProperty("type", out var type) && !IsOfType(value, type.GetString()!))
            return [$"{path} is no {type}: {value.GetRawText()}"];
        return schema.EnumerateObject().SelectMany(rule => Of(rule, value, schema, path));
    }

    private JsonElement At(string reference) =>
        reference.TrimStart('#', '/').Split('/').Aggregate(document, (node, name) => node.GetProperty(name));

    private IEnumerable<string> Of(JsonProperty rule, JsonElement value, JsonElement schema, string path) => rule.Name switch
    {
        "type" => [],
        "format" => Expect(IsOfFormat(value, rule.Value.GetString()!), $"{path} is no {rule.Value}: {value.GetRawText()}"),
        "enum" => Expect(
            rule.Value.EnumerateArray().Any(word => JsonElement.DeepEquals(word, value)),
            $"{path} is not among {rule.Value.GetRawText()}: {value.GetRawText()}"),
        "pattern" => Expect(
            Regex.IsMatch(value.GetString()!, rule.Value.GetString()!, RegexOptions.None, TimeSpan.FromSeconds(1)),
            $"{path} does not match {rule.Value}: {value}"),
        "minLength" => Expect(value.GetString()!.Length >= rule.Value.GetInt32(), $"{path} is too short"),
        "maxLength" => Expect(value.GetString()!.Length <= rule.Value.GetInt32(), $"{path} is too long"),
        "minimum" => Expect(IsAbove(value, rule.Value, schema), $"{path} is too small: {value}"),
        "maximum" => Expect(value.GetDecimal() <= rule.Value.GetDecimal(), $"{path} is too large: {value}"),
        "minItems" => Expect(value.GetArrayLength() >= rule.Value.GetInt32(), $"{path} has too few items"),
        "maxItems" => Expect(value.GetArrayLength() <= rule.Value.GetInt32(), $"{path} has too many items"),
        "required" => rule.Value.EnumerateArray().Where(name => !value.TryGetProperty(name.GetString()!, out _))
            .Select(name => $"{path}.{name} is missing"),
        "properties" => MembersOf(value, rule.Value, path),
        "additionalProperties" => OthersOf(value, rule.Value, schema, path),
        "items" => value.EnumerateArray().SelectMany((item, i) => Errors(item, rule.Value, $"{path}[{i}]")),
        "allOf" => rule.Value.EnumerateArray().SelectMany(part => Errors(value, part, path)),
        "oneOf" => OneOf(value, rule.Value, path),
        "exclusiveMinimum" => [],
        var name => Expect(Words.Contains(name), $"{path}: the check does not know the keyword {name}"),
    };

    private IEnumerable<string> MembersOf(JsonElement value, JsonElement members, string path) =>
        from member in value.EnumerateObject()
        where members.TryGetProperty(member.Name, out _)
        from error in Errors(member.Value, members.GetProperty(member.Name), $"{path}.{member.Name}")
        select error;

    /// <summary>Members that the schema does not name.</summary>
    private IEnumerable<string> OthersOf(JsonElement value, JsonElement rule, JsonElement schema, string path) =>
        from member in value.EnumerateObject()
        where !schema.TryGetProperty("properties", out var named) || !named.TryGetProperty(member.Name, out _)
        from error in rule.ValueKind switch
        {
            JsonValueKind.True => [],
            JsonValueKind.False => [$"{path}.{member.Name} is not described"],
            _ => Errors(member.Value, rule, $"{path}.{member.Name}"),
        }
        select error;

    private IEnumerable<string> OneOf(JsonElement value, JsonElement shapes, string path)
    {
        var errors = shapes.EnumerateArray().Select(shape => Errors(value, shape, path).ToList()).ToList();
        return errors.Count(list => list.Count == 0) == 1
            ? []
            : [$"{path} is not exactly one of the shapes: {string.Join(" | ", errors.Select(list => list.FirstOrDefault()))}"];
    }

    private static bool IsOfType(JsonElement value, string type) => type switch
    {
        "object" => value.ValueKind == JsonValueKind.Object,
        "array" => value.ValueKind == JsonValueKind.Array,
        "string" => value.ValueKind == JsonValueKind.String,
        "boolean" => value.ValueKind is JsonValueKind.True or JsonValueKind.False,
        "integer" => value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out _),
        "number" => value.ValueKind == JsonValueKind.Number,
        _ => false,
    };

    private static bool IsOfFormat(JsonElement value, string format) => format switch
    {
        "int32" => value.TryGetInt32(out _),
        "int64" => value.TryGetInt64(out _),
        "decimal" => value.TryGetDecimal(out _),
        "uuid" => value.TryGetGuid(out _),
        "date" => DateOnly.TryParseExact(value.GetString(), "yyyy-MM-dd", out _),
        // A setting drops the zone of Pismo's event dates, as one of the vendor's samples does.
        "date-time" => DateTime().IsMatch(value.GetString()!),
        _ => false,
    };

    private static bool IsAbove(JsonElement value, JsonElement minimum, JsonElement schema) =>
        schema.TryGetProperty("exclusiveMinimum", out var exclusive) && exclusive.GetBoolean()
            ? value.GetDecimal() > minimum.GetDecimal()
            : value.GetDecimal() >= minimum.GetDecimal();

    private static string[] Expect(bool holds, string error) => holds ? [] : [error];

    [GeneratedRegex(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)?$", RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 1000)]
    private static partial Regex DateTime();
}
