using System.Text.Json;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace ForceOps.Api.Hosting;

/// <summary>The names of the wire in the documents: some dialects write snake_case, others camelCase.</summary>
internal sealed class WireNames(params string?[] camelCased) : ISerializerDataContractResolver
{
    private readonly JsonSerializerDataContractResolver _camel = Of(JsonNamingPolicy.CamelCase);
    private readonly JsonSerializerDataContractResolver _snake = Of(JsonNamingPolicy.SnakeCaseLower);

    public DataContract GetDataContractForType(Type type) =>
        (camelCased.Contains(type.Namespace, StringComparer.Ordinal) ? _camel : _snake).GetDataContractForType(type);

    private static JsonSerializerDataContractResolver Of(JsonNamingPolicy names) =>
        new(new JsonSerializerOptions(JsonSerializerDefaults.Web) { PropertyNamingPolicy = names });
}
