using System.Text.RegularExpressions;
using Microsoft.OpenApi;

namespace ForceOps.Api.Http;

/// <summary>
/// Makes references that may be null right for strict readers: OpenAPI 3.0 has no null type, and "nullable" beside a reference says
/// nothing without a type. A shape to which every reference may be null is therefore nullable itself; other references are not.
/// </summary>
internal static partial class OpenApiNulls
{
    internal static void Move(IDictionary<string, IOpenApiSchema> shapes)
    {
        var references = shapes.Values.SelectMany(shape => shape.Properties?.Values.AsEnumerable() ?? []).OfType<OpenApiSchema>()
            .Where(member => member.AllOf is [OpenApiSchemaReference])
            .ToLookup(member => ((OpenApiSchemaReference)member.AllOf![0]).Reference.Id, StringComparer.Ordinal);
        var inLists = shapes.Values.SelectMany(shape => shape.Properties?.Values.AsEnumerable() ?? []).Select(member => member.Items)
            .OfType<OpenApiSchemaReference>().Select(item => item.Reference.Id).ToHashSet(StringComparer.Ordinal);
        foreach (var (name, shape) in shapes)
        {
            if (shape is OpenApiSchema target && references[name].Any() && references[name].All(IsNullable) && !inLists.Contains(name))
                target.Type |= JsonSchemaType.Null;
            foreach (var member in references[name])
                member.Type = null;
            Straighten(shape);
        }
    }

    private static bool IsNullable(OpenApiSchema member) => member.Type?.HasFlag(JsonSchemaType.Null) == true;

    /// <summary>Joins the lines of descriptions, which are broken where the source's lines are.</summary>
    private static void Straighten(IOpenApiSchema shape)
    {
        shape.Description = Joined(shape.Description);
        foreach (var member in shape.Properties?.Values.AsEnumerable() ?? [])
            member.Description = Joined(member.Description);
    }

    private static string? Joined(string? text) => text is null ? null : Spaces().Replace(text, " ").Trim();

    [GeneratedRegex(@"\s+", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Spaces();
}
