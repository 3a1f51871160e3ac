using System.Collections.Frozen;
using System.ComponentModel.DataAnnotations;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.OpenApi;
using Swashbuckle.AspNetCore.SwaggerGen;
using DataType = Swashbuckle.AspNetCore.SwaggerGen.DataType;

namespace ForceOps.Api.Http;

/// <summary>
/// Gives the documents the members as they are on the wire: the names of each dialect, and for each member whether it must be
/// there and whether it may be null.
/// </summary>
/// <remarks>
/// A type whose name ends with Request is read by the service: a member is required when it is marked so, and null says the same
/// as absence otherwise. Any other type is written by the service: a member that may be null is null or absent, as the dialect
/// writes it, and every other member is always there.
/// </remarks>
internal sealed class WireContracts(IEnumerable<ServedDocument> documents) : ISerializerDataContractResolver
{
    private readonly JsonSerializerDataContractResolver _camel = Of(JsonNamingPolicy.CamelCase);
    private readonly JsonSerializerDataContractResolver _snake = Of(JsonNamingPolicy.SnakeCaseLower);
    private readonly FrozenSet<string?> _camelCased =
        documents.Where(document => document.IsCamelCased).Select(document => document.Api.Namespace).ToFrozenSet(StringComparer.Ordinal);
    private readonly NullabilityInfoContext _nullability = new();

    public DataContract GetDataContractForType(Type type)
    {
        var isCamelCased = _camelCased.Contains(type.Namespace);
        var contract = (isCamelCased ? _camel : _snake).GetDataContractForType(type);
        return contract.DataType == DataType.Object && contract.ObjectProperties is { } members
            ? DataContract.ForObject(contract.UnderlyingType, [.. members.Select(member => Of(member, type, leavesOutNulls: isCamelCased))])
            : contract;
    }

    internal static bool IsRequest(Type type) => type.Name.EndsWith("Request", StringComparison.Ordinal);

    private DataProperty Of(DataProperty member, Type owner, bool leavesOutNulls)
    {
        var property = (PropertyInfo)member.MemberInfo;
        var mayBeNull = MayBeNull(property);
        var condition = property.GetCustomAttribute<JsonIgnoreAttribute>()?.Condition;
        var isLeftOut = mayBeNull
            && (condition == JsonIgnoreCondition.WhenWritingNull || (leavesOutNulls && condition != JsonIgnoreCondition.Never));
        var (isRequired, isNullable) = IsRequest(owner)
            ? (property.IsDefined(typeof(RequiredAttribute)), mayBeNull && !property.IsDefined(typeof(RequiredAttribute)))
            : (!isLeftOut, mayBeNull && !isLeftOut);
        return new DataProperty(member.Name, member.MemberType, isRequired, isNullable, memberInfo: property);
    }

    private bool MayBeNull(PropertyInfo property)
    {
        if (property.PropertyType.IsValueType)
            return Nullable.GetUnderlyingType(property.PropertyType) is not null;
        // The context caches what it finds and is not safe for two callers at once.
        lock (_nullability)
            return _nullability.Create(property).ReadState == NullabilityState.Nullable;
    }

    private static JsonSerializerDataContractResolver Of(JsonNamingPolicy names) =>
        new(new JsonSerializerOptions(JsonSerializerDefaults.Web) { PropertyNamingPolicy = names });
}

/// <summary>
/// Completes schemas with what Swashbuckle does not read: words of a member, and what a dialect does with unknown members.
/// </summary>
internal sealed class OpenApiSchemas(IReadOnlyList<ServedDocument> documents) : ISchemaFilter
{
    private readonly FrozenSet<string?> _ignoring =
        documents.Where(document => document.IgnoresUnknown).Select(document => document.Api.Namespace).ToFrozenSet(StringComparer.Ordinal);

    public void Apply(IOpenApiSchema schema, SchemaFilterContext context)
    {
        if (schema is not OpenApiSchema target)
            return;
        if (context.MemberInfo is { } member)
        {
            if (member.GetCustomAttribute<AllowedValuesAttribute>() is { } words)
            {
                target.Enum = [.. words.Values.Select(word => JsonSerializer.SerializeToNode(word)!)];
                // A list of words forbids null, unless null is among them.
                if (target.Type?.HasFlag(JsonSchemaType.Null) == true)
                    target.Enum.Add(JsonNullSentinel.JsonNull);
            }
            // The largest number of the type says nothing, and no script can hold it.
            if (string.Equals(target.Maximum, long.MaxValue.ToString(), StringComparison.Ordinal))
                target.Maximum = null;
        }
        else if (WireContracts.IsRequest(context.Type) && _ignoring.Contains(context.Type.Namespace))
        {
            target.AdditionalPropertiesAllowed = true;
        }
    }
}
