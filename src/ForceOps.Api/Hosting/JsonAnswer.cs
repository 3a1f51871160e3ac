using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace ForceOps.Api.Hosting;

/// <summary>A JSON answer of known length: in one piece on the wire, while <c>TypedResults.Json</c> sends chunks, and their end by itself. For short bodies.</summary>
internal static class JsonAnswer
{
    internal static IResult Of<T>(T value, JsonTypeInfo<T> type, int statusCode = StatusCodes.Status200OK) =>
        TypedResults.Text(JsonSerializer.SerializeToUtf8Bytes(value, type), "application/json; charset=utf-8", statusCode);
}
