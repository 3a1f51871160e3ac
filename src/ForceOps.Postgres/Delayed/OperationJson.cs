using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace ForceOps.Postgres.Delayed;

/// <summary>Operations as text of a column.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(StoredOperation))]
internal sealed partial class OperationJson : JsonSerializerContext
{
    internal static string Write(Operation operation) => JsonSerializer.Serialize(Delayed.StoredOperation.Of(operation), Readable.Json.StoredOperation);

    internal static Operation Read(string text) => JsonSerializer.Deserialize(text, Default.StoredOperation)!.ToOperation();

    /// <summary>A type of its own, so that it is made after the generated default. The text is for people with psql, never part of a page.</summary>
    private static class Readable
    {
        internal static readonly OperationJson Json = new(new JsonSerializerOptions(Default.Options) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
    }
}
