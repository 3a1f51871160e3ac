using System.Buffers;
using System.Globalization;
using System.Net.Mime;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using System.Text.Unicode;
using ForceOps.Api.Journal;
using Microsoft.Net.Http.Headers;

namespace ForceOps.Api.Http;

/// <summary>
/// Reads a request's JSON body. By hand rather than by the framework's binding: its answers to a bad body are not a dialect's,
/// and with a filter it may run the handler after a failed parse (ASP.NET Core issue 64341).
/// </summary>
internal static class JsonBody
{
    internal static async ValueTask<JsonBody<T>> ReadAsync<T>(HttpRequest request, JsonTypeInfo<T> type, int bytesMax)
        where T : class
    {
        if (!IsJson(request.ContentType))
            return new(Problem: JsonProblem.UnsupportedMediaType);
        if (request.ContentLength > bytesMax)
            return new(Problem: JsonProblem.TooLarge);
        var bytes = ArrayPool<byte>.Shared.Rent((int)(request.ContentLength ?? bytesMax) + 1);
        try
        {
            var length = 0;
            // One byte of room more than allowed, so that a body without a length that is too long shows itself.
            while (length <= bytesMax && await request.Body.ReadAsync(bytes.AsMemory(length), request.HttpContext.RequestAborted) is var read and > 0)
            {
                length += read;
                if (length == bytes.Length)
                    bytes = Grow(bytes);
            }
            return length > bytesMax ? new(Problem: JsonProblem.TooLarge) : Parse(bytes.AsSpan(0, length), type);
        }
        finally
        {
            // A body may hold a card number.
            ArrayPool<byte>.Shared.Return(bytes, clearArray: true);
        }
    }

    private static byte[] Grow(byte[] bytes)
    {
        var larger = ArrayPool<byte>.Shared.Rent(bytes.Length * 2);
        bytes.CopyTo(larger, 0);
        ArrayPool<byte>.Shared.Return(bytes, clearArray: true);
        return larger;
    }

    private static JsonBody<T> Parse<T>(ReadOnlySpan<byte> bytes, JsonTypeInfo<T> type)
        where T : class
    {
        // The parser checks UTF-8 only in the strings that it decodes; what is kept raw must be checked too.
        if (!Utf8.IsValid(bytes))
            return new(Problem: JsonProblem.InvalidJson);
        try
        {
            return JsonSerializer.Deserialize(bytes, type) is { } value ? new(value) : new(Problem: JsonProblem.InvalidJson);
        }
        catch (JsonException error)
        {
            return IsWellFormedObject(bytes) ? new(Problem: JsonProblem.InvalidField, Path: FieldOf(error.Path)) : new(Problem: JsonProblem.InvalidJson);
        }
    }

    /// <summary>Tells a wrong field from a broken text by reading the text again; the message of the exception is nothing to build on.</summary>
    private static bool IsWellFormedObject(ReadOnlySpan<byte> bytes)
    {
        var reader = new Utf8JsonReader(bytes);
        try
        {
            var isObject = reader.Read() && reader.TokenType == JsonTokenType.StartObject;
            while (reader.Read())
            {
                // To the end.
            }
            return isObject;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    /// <summary><c>$.metadata.x</c> to <c>metadata.x</c>; a duplicate member is reported at the object that holds it.</summary>
    private static string FieldOf(string? path) => path is null or "$" ? "body" : path.StartsWith("$.", StringComparison.Ordinal) ? path[2..] : path;

    private static bool IsJson(string? contentType) =>
        // What nearly everybody sends needs no parser.
        string.Equals(contentType, MediaTypeNames.Application.Json, StringComparison.OrdinalIgnoreCase) || IsJsonWithParameters(contentType);

    private static bool IsJsonWithParameters(string? contentType) =>
        MediaTypeHeaderValue.TryParse(contentType, out var type)
        && (type.MediaType.Equals(MediaTypeNames.Application.Json, StringComparison.OrdinalIgnoreCase) || type.Suffix.Equals("json", StringComparison.OrdinalIgnoreCase))
        && (!type.Charset.HasValue || type.Charset.Equals("utf-8", StringComparison.OrdinalIgnoreCase) || type.Charset.Equals("\"utf-8\"", StringComparison.OrdinalIgnoreCase));
}

/// <summary>A body, or what is wrong with it.</summary>
/// <param name="Value">Null when there is a problem.</param>
/// <param name="Problem">None when there is a value.</param>
/// <param name="Path">With an invalid field: which one.</param>
internal readonly record struct JsonBody<T>(T? Value = null, JsonProblem Problem = JsonProblem.None, string Path = "")
    where T : class
{
    /// <summary>Notes the check that the body failed in the request's record, if it failed one and there is a record.</summary>
    internal void Note(RecordedRequest? entry)
    {
        FailedCheck? check = Problem switch
        {
            JsonProblem.UnsupportedMediaType => FailedCheck.MediaType,
            JsonProblem.TooLarge => FailedCheck.Size,
            JsonProblem.InvalidJson => FailedCheck.Json,
            JsonProblem.InvalidField => FailedCheck.Fields,
            JsonProblem.None => null,
        };
        if (check is { } failed)
            entry?.Failed(failed);
    }
}

/// <summary>What can be wrong with a body before its fields are looked at, in the order in which it is found.</summary>
internal enum JsonProblem
{
    None,
    UnsupportedMediaType,
    TooLarge,

    /// <summary>Not JSON, not UTF-8, or not an object.</summary>
    InvalidJson,

    /// <summary>JSON, but a member has the wrong type, is there twice or should not be there.</summary>
    InvalidField,
}

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

public enum UnknownMembers
{
    Ignore,
    Reject,
}
