using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace ForceOps.Api.Http;

/// <summary>
/// Names the first member of a body that does not fit the body's type, and the one reason. The JSON reader says only that some
/// member does not fit, so a refused body is read a second time here, and an accepted body only once.
/// </summary>
/// <param name="Path">The path of the member, as <c>from[0].amount</c>; <c>body</c> for the body itself.</param>
/// <param name="Why">The reason, as the end of a sentence that begins with the path.</param>
internal readonly record struct JsonFinding(string Path, string Why)
{
    internal const string Unknown = "is unknown";

    private const string Body = "body";
    private const string Twice = "is there twice";
    private const string NoText = "has half a surrogate pair, which is no text";
    private const string OutOfRange = "is a number out of range";

    /// <param name="json">The body: a well-formed object.</param>
    internal static JsonFinding? In(ReadOnlySpan<byte> json, JsonTypeInfo type)
    {
        var reader = new Utf8JsonReader(json);
        reader.Read();
        return OfValue(ref reader, type, property: null, path: "");
    }

    /// <summary>Checks the value at which the reader stands, and moves the reader to the end of the value if the value fits.</summary>
    private static JsonFinding? OfValue(ref Utf8JsonReader reader, JsonTypeInfo type, JsonPropertyInfo? property, string path)
    {
        if (reader.TokenType == JsonTokenType.Null)
            return null;
        var plain = Nullable.GetUnderlyingType(type.Type) ?? type.Type;
        if (plain == typeof(RawObject))
            return reader.TokenType == JsonTokenType.StartObject
                ? OfMembers(ref reader, type: null, path)
                : new(Named(path), "must be an object");
        if (plain == typeof(string))
            return reader.TokenType != JsonTokenType.String
                ? new(Named(path), "must be a text") : TextOf(ref reader) is null ? new(Named(path), NoText)
                : null;
        if (plain == typeof(bool))
            return IsFlag(ref reader, property) ? null : new(Named(path), "must be true or false");
        if (plain == typeof(long) || plain == typeof(int))
            return OfInteger(ref reader, plain, property, path);
        if (plain == typeof(decimal))
            return MoneyConverter.Problem(ref reader) is { } problem ? new(Named(path), problem) : null;
        if (type.Kind == JsonTypeInfoKind.Enumerable)
            return reader.TokenType == JsonTokenType.StartArray ? OfItems(ref reader, type, path) : new(Named(path), "must be a list");
        if (type.Kind == JsonTypeInfoKind.Object)
            return reader.TokenType == JsonTokenType.StartObject
                ? OfMembers(ref reader, type, path)
                : new(Named(path), "must be an object");
        reader.Skip();
        return null;
    }

    /// <param name="type">The type of the object; null for an object of any members.</param>
    private static JsonFinding? OfMembers(ref Utf8JsonReader reader, JsonTypeInfo? type, string path)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
        {
            if (TextOf(ref reader) is not { } name)
                return new(Named(path), "has a member whose name has half a surrogate pair, which is no text");
            var (at, member) = (path.Length == 0 ? name : $"{path}.{name}", Find(type, name));
            reader.Read();
            if (type is not null && member is null && IsClosed(type))
                return new(at, Unknown);
            // A member that is not read may be there as often as it likes.
            if ((type is null || member is not null) && !seen.Add(name))
                return new(at, Twice);
            var finding = member is null ? OfAnything(ref reader, type, at) : OfValue(ref reader, TypeOf(member), member, at);
            if (finding is not null)
                return finding;
        }
        return null;
    }

    private static JsonFinding? OfItems(ref Utf8JsonReader reader, JsonTypeInfo list, string path)
    {
        for (var i = 0; reader.Read() && reader.TokenType != JsonTokenType.EndArray; i++)
        {
            if (OfValue(ref reader, list.Options.GetTypeInfo(list.ElementType!), property: null, $"{path}[{i}]") is { } finding)
                return finding;
        }
        return null;
    }

    /// <summary>Checks a value inside an object of any members, in which no name may be there twice; any other value is not read.</summary>
    private static JsonFinding? OfAnything(ref Utf8JsonReader reader, JsonTypeInfo? type, string path)
    {
        if (type is null && reader.TokenType == JsonTokenType.StartObject)
            return OfMembers(ref reader, type: null, path);
        if (type is not null || reader.TokenType != JsonTokenType.StartArray)
        {
            reader.Skip();
            return null;
        }
        for (var i = 0; reader.Read() && reader.TokenType != JsonTokenType.EndArray; i++)
        {
            if (OfAnything(ref reader, type: null, $"{path}[{i}]") is { } finding)
                return finding;
        }
        return null;
    }

    private static JsonFinding? OfInteger(ref Utf8JsonReader reader, Type type, JsonPropertyInfo? property, string path)
    {
        if (reader.TokenType == JsonTokenType.String && property?.NumberHandling == JsonNumberHandling.AllowReadingFromString)
            return long.TryParse(TextOf(ref reader), out _) ? null : new(Named(path), "must be an integer");
        if (reader.TokenType != JsonTokenType.Number)
            return new(Named(path), "must be an integer");
        if (reader.ValueSpan.ContainsAny((byte)'.', (byte)'e', (byte)'E'))
            return new(Named(path), "must be an integer, without a point or an exponent");
        var fits = type == typeof(int) ? reader.TryGetInt32(out _) : reader.TryGetInt64(out _);
        return fits ? null : new(Named(path), OutOfRange);
    }

    private static bool IsFlag(ref Utf8JsonReader reader, JsonPropertyInfo? property) =>
        reader.TokenType is JsonTokenType.True or JsonTokenType.False
        || (property?.CustomConverter is not null && reader.TokenType == JsonTokenType.String && TextOf(ref reader) is "true" or "false");

    private static string? TextOf(ref Utf8JsonReader reader)
    {
        try
        {
            return reader.GetString();
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    private static JsonPropertyInfo? Find(JsonTypeInfo? type, string name) =>
        type?.Properties.FirstOrDefault(property => !property.IsExtensionData
            && string.Equals(property.Name, name, StringComparison.Ordinal));

    private static JsonTypeInfo TypeOf(JsonPropertyInfo property) => property.Options.GetTypeInfo(property.PropertyType);

    private static bool IsClosed(JsonTypeInfo type) =>
        (type.UnmappedMemberHandling ?? type.Options.UnmappedMemberHandling) == JsonUnmappedMemberHandling.Disallow
        && !type.Properties.Any(property => property.IsExtensionData);

    private static string Named(string path) => path.Length == 0 ? Body : path;
}
