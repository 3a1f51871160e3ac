using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using ForceOps.Api.Hosting;

namespace ForceOps.Api.Pismo;

/// <summary>The wire of the Pismo routes: snake_case, decimals, no member twice.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, AllowDuplicateProperties = false, Converters = [typeof(MoneyConverter)])]
[JsonSerializable(typeof(ForceBody))]
[JsonSerializable(typeof(CancelForceBody))]
[JsonSerializable(typeof(PostedAnswer))]
[JsonSerializable(typeof(DuplicateAnswer))]
[JsonSerializable(typeof(CanceledAnswer))]
[JsonSerializable(typeof(PismoErrorBody))]
internal sealed partial class PismoJson : JsonSerializerContext
{
    private static readonly PismoJson Strict = new(new JsonSerializerOptions(Default.Options) { UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow });

    internal static JsonTypeInfo<T> BodyType<T>(UnknownMembers unknown) => unknown switch
    {
        UnknownMembers.Ignore => (JsonTypeInfo<T>)Default.GetTypeInfo(typeof(T))!,
        UnknownMembers.Reject => (JsonTypeInfo<T>)Strict.GetTypeInfo(typeof(T))!,
    };
}
