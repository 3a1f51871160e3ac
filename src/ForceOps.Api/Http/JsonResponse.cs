using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using ForceOps.Api.Journal;

namespace ForceOps.Api.Http;

/// <summary>
/// Makes a JSON answer of known length, for short bodies. It is sent in one piece, while <c>TypedResults.Json</c> sends chunks,
/// and the end of the chunks separately.
/// </summary>
internal static class JsonResponse
{
    /// <summary>The first size of a thread's buffer: most answers are shorter.</summary>
    private const int BufferBytes = 1024;

    /// <summary>The largest buffer that a thread keeps after an unusually long answer.</summary>
    private const int BufferBytesMax = 64 * 1024;

    private static readonly JsonWriterOptions Relaxed = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        SkipValidation = true };

    [ThreadStatic]
    private static ArrayBufferWriter<byte>? _buffer;

    [ThreadStatic]
    private static Utf8JsonWriter? _writer;

    internal static IResult Of<T>(T value, JsonTypeInfo<T> type, int statusCode = StatusCodes.Status200OK) =>
        TypedResults.Text(Write(value, type), "application/json; charset=utf-8", statusCode);

    /// <summary>
    /// Writes the letters of all languages and the apostrophe without escapes, which protect only text inside a page. The writer
    /// and its buffer belong to the thread, so that an answer allocates nothing but its own bytes.
    /// </summary>
    private static byte[] Write<T>(T value, JsonTypeInfo<T> type)
    {
        var (buffer, writer) = (_buffer ??= new ArrayBufferWriter<byte>(BufferBytes), _writer ??= new Utf8JsonWriter(_buffer, Relaxed));
        buffer.ResetWrittenCount();
        writer.Reset(buffer);
        JsonSerializer.Serialize(writer, value, type);
        writer.Flush();
        var bytes = buffer.WrittenSpan.ToArray();
        if (buffer.Capacity > BufferBytesMax)
            (_buffer, _writer) = (null, null);
        return bytes;
    }
}

/// <summary>
/// Handles the correlation id, <c>x-cid</c>. The id is taken from the request or made, kept as the request's trace identifier,
/// with possible card numbers hidden, and echoed on every answer, whatever fails later.
/// </summary>
internal static class Correlation
{
    internal const string Header = "x-cid";

    /// <summary>The longest id, in characters. It is the length of the column, and more than any id format in use needs.</summary>
    private const int LengthMax = 64;

    internal static void UseCorrelation(this WebApplication app) => app.Use((http, next) =>
    {
        var sent = http.Request.Headers[Header].ToString();
        var isSent = sent.Length > 0 && IsValid(sent);
        var cid = isSent ? sent : Guid.NewGuid().ToString();
        // The framework logs the trace identifier, so a possible card number in a client's id is hidden in it.
        http.TraceIdentifier = isSent ? RecordedText.Of(sent)! : cid;
        http.Response.Headers[Header] = cid;
        return next(http);
    });

    /// <summary>Returns the correlation id as it was sent or made; the trace identifier may hide a part of it.</summary>
    internal static string Of(HttpContext http) =>
        // Only an id of a client has an asterisk, whether it was hidden or not.
        http.TraceIdentifier is var id && id.Contains(RecordedText.Mask) ? http.Request.Headers[Header].ToString() : id;

    /// <summary>Returns true for at most 64 visible ASCII characters.</summary>
    internal static bool IsValid(string cid) => cid.Length <= LengthMax && !cid.AsSpan().ContainsAnyExceptInRange('!', '~');
}

/// <summary>
/// Maps the words of an enumeration, as the tables store them, to its values. Bodies and seed files, which people write, are read
/// with it.
/// </summary>
internal sealed class EnumNames<T>
    where T : struct, Enum
{
    private readonly Dictionary<string, T> _values;

    internal EnumNames(Func<T, string> write)
    {
        _values = Enum.GetValues<T>().ToDictionary(write, StringComparer.Ordinal);
        var words = _values.Keys.ToList();
        Rule = $"must be {string.Join(", ", words[..^1])} or {words[^1]}";
    }

    /// <summary>The end of an error message that lists the valid words.</summary>
    internal string Rule { get; }

    /// <summary>Returns the value of the word; null when the word is none of the valid words.</summary>
    internal T? Find(string? word) => word is not null && _values.TryGetValue(word, out var value) ? value : null;
}
