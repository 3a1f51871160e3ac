using System.Globalization;
using System.Text.Json;

namespace ForceOps.Api.Hosting;

/// <summary>A place in a body that nobody has validated: what is not there, or is something else, is null.</summary>
internal static class BodyMember
{
    /// <summary>Goes down by names; <c>0</c> is the first item of a list.</summary>
    internal static JsonElement? At(JsonElement body, params ReadOnlySpan<string> path)
    {
        foreach (var name in path)
        {
            if (body.ValueKind == JsonValueKind.Array && name is "0" && body.GetArrayLength() > 0)
                body = body[0];
            else if (body.ValueKind != JsonValueKind.Object || !body.TryGetProperty(name, out body))
                return null;
        }
        return body;
    }

    internal static string? Text(JsonElement body, params ReadOnlySpan<string> path) =>
        At(body, path) is { ValueKind: JsonValueKind.String } text ? text.GetString() : null;

    internal static long? Id(JsonElement body, params ReadOnlySpan<string> path) =>
        At(body, path) is { ValueKind: JsonValueKind.Number } number && number.TryGetInt64(out var id) ? id : null;

    /// <summary>A sum, as a number or as text: the dialects differ.</summary>
    internal static decimal? Sum(JsonElement body, params ReadOnlySpan<string> path) => At(body, path) switch
    {
        { ValueKind: JsonValueKind.Number } number when number.TryGetDecimal(out var sum) => sum,
        { ValueKind: JsonValueKind.String } text when decimal.TryParse(
            text.GetString(), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var sum) => sum,
        _ => null,
    };
}
