using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using ForceOps.Api.Access;
using ForceOps.Api.Http;

namespace ForceOps.Api.Faults;

/// <summary>Serializes fault rules, for the wire and for the column of their table.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    AllowDuplicateProperties = false,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    Converters = [typeof(MoneyConverter)])]
[JsonSerializable(typeof(FaultRuleRequest))]
[JsonSerializable(typeof(FaultRuleView))]
[JsonSerializable(typeof(ListView<FaultRuleView>))]
internal sealed partial class FaultsJson : JsonSerializerContext
{
    internal static string Write(FaultRuleRequest body) => JsonSerializer.Serialize(body, Default.FaultRuleRequest);

    /// <summary>Reads a stored rule; null when the text is not a rule that this build can read.</summary>
    internal static FaultRuleRequest? Read(string definition)
    {
        try
        {
            return JsonSerializer.Deserialize(definition, Default.FaultRuleRequest);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    internal static IResult Ok<T>(T value, int status = StatusCodes.Status200OK) =>
        TypedResults.Json(value, (JsonTypeInfo<T>)Relaxed.Json.GetTypeInfo(typeof(T))!, statusCode: status);

    /// <summary>
    /// Holds the context that writes answers, without escapes of letters and apostrophes. It is a type of its own, so that it is made
    /// after the generated default.
    /// </summary>
    private static class Relaxed
    {
        internal static readonly FaultsJson Json = new(
            new JsonSerializerOptions(Default.Options) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
    }
}
