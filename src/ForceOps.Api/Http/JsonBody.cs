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
/// Reads a request's JSON body. The framework's own binding is not used: its answers to a wrong body are not a dialect's, and
/// with a filter it may run the handler after a failed parse (ASP.NET Core issue 64341).
/// </summary>
internal static class JsonBody
{
    internal static async ValueTask<JsonBody<T>> ReadAsync<T>(HttpRequest request, JsonTypeInfo<T> type, int bytesMax)
        where T : class
    {
        if (!IsJson(request.ContentType))
            return new(Problem: JsonProblem.UnsupportedMediaType);
        if (ContentCoding.IsRefused(request))
            return new(Problem: JsonProblem.UnsupportedEncoding);
        if (request.ContentLength > bytesMax)
            return new(Problem: JsonProblem.TooLarge);
        var bytes = ArrayPool<byte>.Shared.Rent((int)(request.ContentLength ?? bytesMax) + 1);
        try
        {
            var length = 0;
            // The buffer has room for one byte more than declared or allowed: it is never full before the loop ends, and a body
            // without a declared length that is too long is noticed.
            while (length <= bytesMax && await request.Body.ReadAsync(
                bytes.AsMemory(length), request.HttpContext.RequestAborted) is var read and > 0)
                length += read;
            return length > bytesMax ? new(Problem: JsonProblem.TooLarge) : Parse(bytes.AsSpan(0, length), type);
        }
        finally
        {
            // The buffer is cleared, because a body may hold a card number.
            ArrayPool<byte>.Shared.Return(bytes, clearArray: true);
        }
    }

    /// <summary>
    /// Returns the length of the byte order mark before the text; 0 without one. Some editors and .NET's own writers begin a text with
    /// it, and RFC 8259 lets a reader ignore it.
    /// </summary>
    internal static int MarkLength(ReadOnlySpan<byte> bytes) => bytes.StartsWith(Mark) ? Mark.Length : 0;

    /// <summary>The byte order mark of UTF-8.</summary>
    private static ReadOnlySpan<byte> Mark => [0xEF, 0xBB, 0xBF];

    internal static JsonBody<T> Parse<T>(ReadOnlySpan<byte> bytes, JsonTypeInfo<T> type)
        where T : class
    {
        bytes = bytes[MarkLength(bytes)..];
        // The parser checks UTF-8 only in the strings that it decodes; the parts that are kept raw must be checked too.
        if (!Utf8.IsValid(bytes))
            return new(Problem: JsonProblem.InvalidJson);
        try
        {
            return JsonSerializer.Deserialize(bytes, type) is { } value ? new(value) : new(Problem: JsonProblem.InvalidJson);
        }
        catch (JsonException error)
        {
            if (!IsWellFormedObject(bytes))
                return new(Problem: JsonProblem.InvalidJson);
            var (path, why) = JsonFinding.In(bytes, type) ?? new JsonFinding(FieldOf(error.Path), "has the wrong type");
            return new(Problem: JsonProblem.InvalidField, Path: path, Why: why);
        }
    }

    /// <summary>
    /// Distinguishes a wrong field from malformed JSON by reading the text again, since code must not depend on the message of
    /// the exception.
    /// </summary>
    private static bool IsWellFormedObject(ReadOnlySpan<byte> bytes)
    {
        var reader = new Utf8JsonReader(bytes);
        try
        {
            var isObject = reader.Read() && reader.TokenType == JsonTokenType.StartObject;
            while (reader.Read())
            {
                // The loop reads to the end of the text.
            }
            return isObject;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    /// <summary>Turns <c>$.metadata.x</c> into <c>metadata.x</c>.</summary>
    private static string FieldOf(string? path) =>
        path is null or "$" ? "body" : path.StartsWith("$.", StringComparison.Ordinal) ? path[2..] : path;

    private static bool IsJson(string? contentType) =>
        // Nearly every client sends exactly this type, which needs no parser.
        string.Equals(contentType, MediaTypeNames.Application.Json, StringComparison.OrdinalIgnoreCase) || IsOtherJson(contentType);

    /// <summary>
    /// Returns true for JSON with parameters, or a type with the suffix <c>+json</c>. RFC 8259 defines no parameter: a charset has
    /// no effect, and the body is UTF-8.
    /// </summary>
    private static bool IsOtherJson(string? contentType) =>
        MediaTypeHeaderValue.TryParse(contentType?.Split(';', 2)[0], out var type)
        && (type.MediaType.Equals(MediaTypeNames.Application.Json, StringComparison.OrdinalIgnoreCase)
            || type.Suffix.Equals("json", StringComparison.OrdinalIgnoreCase));
}

/// <summary>Holds a body, or the problem with it.</summary>
/// <param name="Value">The body; null when there is a problem.</param>
/// <param name="Problem">The problem; None when there is a value.</param>
/// <param name="Path">The path of the wrong member, for an invalid field; empty otherwise.</param>
/// <param name="Why">The reason, for an invalid field; empty otherwise.</param>
internal readonly record struct JsonBody<T>(T? Value = null, JsonProblem Problem = JsonProblem.None, string Path = "", string Why = "")
    where T : class
{
    /// <summary>Notes the check that the body failed in the request's record, if it failed one and there is a record.</summary>
    internal void Note(RecordedRequest? entry)
    {
        FailedCheck? check = Problem switch
        {
            JsonProblem.UnsupportedMediaType => FailedCheck.MediaType,
            JsonProblem.UnsupportedEncoding => FailedCheck.MediaType,
            JsonProblem.TooLarge => FailedCheck.Size,
            JsonProblem.InvalidJson => FailedCheck.Json,
            JsonProblem.InvalidField => FailedCheck.Fields,
            JsonProblem.None => null,
        };
        if (check is { } failed)
            entry?.Failed(failed);
    }
}

/// <summary>Names the problems of a body that are found before its fields are validated, in the order in which they are found.</summary>
internal enum JsonProblem
{
    None,
    UnsupportedMediaType,
    UnsupportedEncoding,
    TooLarge,

    /// <summary>The body is not JSON, not UTF-8 or not an object.</summary>
    InvalidJson,

    /// <summary>The body is JSON, but a member has the wrong type, occurs twice or is not allowed.</summary>
    InvalidField,
}

/// <summary>Reads members of a body that nobody has validated. A member that is absent or of another type is null.</summary>
internal static class BodyMember
{
    /// <summary>Follows the names of a path downward; <c>0</c> is the first item of a list.</summary>
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

    /// <summary>Reads an amount that is a number or a text, because the dialects differ.</summary>
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
