using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Text.Json;

namespace ForceOps.Torture.Fuzz;

/// <summary>Draws values that a schema allows.</summary>
/// <param name="words">What examples, enums and descriptions of the documents mention, by the name of the member.</param>
internal sealed class SchemaValues(ApiDocument document, DocumentWords words, Random random)
{
    private const int DepthMax = 6;

    internal JsonTree Draw(JsonElement given, string name, int depth = 0)
    {
        var schema = document.Resolved(given);
        if (schema.TryGetProperty("allOf", out var all))
            return Draw(all[0], name, depth);
        if (schema.TryGetProperty("oneOf", out var shapes))
            return Draw(shapes[random.Next(shapes.GetArrayLength())], name, depth);
        if (schema.TryGetProperty("nullable", out var nullable) && nullable.GetBoolean() && random.Next(8) == 0)
            return new JsonTree.Raw("null");
        if (schema.TryGetProperty("enum", out var options))
            return JsonTree.Of(options[random.Next(options.GetArrayLength())]);
        if (words.Of(name) is { Count: > 0 } known && random.Next(2) == 0
            && known[random.Next(known.Count)] is { } word && Fits(word, schema))
            return word;
        return (schema.TryGetProperty("type", out var type) ? type.GetString() : "string") switch
        {
            "object" => DrawObject(schema, depth),
            "array" => new JsonTree.Items([.. Enumerable.Range(0, random.Next(3))
                .Select(_ => Draw(schema.GetProperty("items"), name, depth + 1))]),
            "boolean" => new JsonTree.Raw(random.Next(2) == 0 ? "true" : "false"),
            "integer" or "number" => new JsonTree.Raw(DrawNumber(schema)),
            _ => JsonTree.Text(DrawText(schema)),
        };
    }

    private JsonTree.Members DrawObject(JsonElement schema, int depth)
    {
        var required = schema.TryGetProperty("required", out var names)
            ? names.EnumerateArray().Select(name => name.GetString()!).ToHashSet(StringComparer.Ordinal) : [];
        var members = ImmutableList.CreateBuilder<(string, JsonTree)>();
        if (schema.TryGetProperty("properties", out var properties))
        {
            foreach (var property in properties.EnumerateObject())
            {
                if (required.Contains(property.Name) || (depth < DepthMax && random.Next(4) == 0))
                    members.Add((JsonTree.Quoted(property.Name), Draw(property.Value, property.Name, depth + 1)));
            }
        }
        else if (schema.TryGetProperty("additionalProperties", out var others) && others.ValueKind == JsonValueKind.Object)
        {
            for (var i = random.Next(3); i > 0; i--)
                members.Add((JsonTree.Quoted($"key-{i}"), Draw(others, "", depth + 1)));
        }
        return new JsonTree.Members(members.ToImmutable());
    }

    private string DrawNumber(JsonElement schema)
    {
        var least = schema.TryGetProperty("minimum", out var minimum) ? minimum.GetDecimal() : 0;
        var most = schema.TryGetProperty("maximum", out var maximum) ? maximum.GetDecimal() : Math.Max(least, 0) + 2000;
        var isWhole = schema.GetProperty("type").GetString() is "integer";
        var value = random.Next(6) switch
        {
            0 => least,
            1 => most,
            _ => least + random.Next((int)Math.Min(2000, most - least) + 1),
        };
        var isAbove = schema.TryGetProperty("exclusiveMinimum", out var exclusive) && exclusive.GetBoolean();
        return isWhole || (value == most && maximum.ValueKind != JsonValueKind.Undefined)
            ? decimal.Truncate(value).ToString(CultureInfo.InvariantCulture)
            : (value + (isAbove ? 0.01m : 0) + random.Next(100) / 100m).ToString(CultureInfo.InvariantCulture);
    }

    private string DrawText(JsonElement schema)
    {
        if (schema.TryGetProperty("pattern", out var pattern))
            return new PatternText(pattern.GetString()!, random).Draw();
        var moment = new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero).AddMinutes(random.Next(-2_000_000, 2_000_000));
        var format = schema.TryGetProperty("format", out var given) ? given.GetString() : null;
        if (format is "date-time" or "date" or "uuid" or "duration")
        {
            return format switch
            {
                "date" => moment.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
                "uuid" => FreshId(),
                "duration" => $"PT{random.Next(1, 60)}M",
                _ => moment.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture),
            };
        }
        var (least, most) = (
            schema.TryGetProperty("minLength", out var minimum) ? minimum.GetInt32() : 0,
            schema.TryGetProperty("maxLength", out var maximum) ? maximum.GetInt32() : 40);
        var length = random.Next(5) switch { 0 => least, 1 => most, _ => random.Next(least, Math.Min(most, least + 20) + 1) };
        var text = new StringBuilder();
        while (text.Length < length)
            text.Append(random.Next(30) == 0 ? 'é' : (char)random.Next(' ', '~' + 1));
        return text.ToString();
    }

    internal string FreshId()
    {
        var bytes = new byte[16];
        random.NextBytes(bytes);
        return new Guid(bytes).ToString();
    }

    private static bool Fits(JsonTree word, JsonElement schema) =>
        !schema.TryGetProperty("type", out var type) || (word is JsonTree.Raw raw && type.GetString() switch
        {
            "string" => raw.Written[0] == '"',
            "integer" => long.TryParse(raw.Written, CultureInfo.InvariantCulture, out _),
            "number" => raw.Written[0] is '-' or (>= '0' and <= '9'),
            "boolean" => raw.Written[0] is 't' or 'f',
            _ => false,
        });
}
