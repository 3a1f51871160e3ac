namespace ForceOps.Api.Tests.Pismo;

/// <summary>Bodies of a force or a cancel, member by member, each value as raw JSON so that it may be wrong.</summary>
internal static class ForceJson
{
    /// <summary>A force that is accepted, with these members instead of or beside its own; a null value takes the member out.</summary>
    internal static string With(params (string Name, string? Json)[] members)
    {
        var all = new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["account_id"] = "1234",
            ["amount"] = "40.25",
            ["processing_code"] = "\"090907\"",
        };
        foreach (var (name, json) in members)
            all[name] = json;
        return Of([.. all.Select(member => (member.Key, member.Value))]);
    }

    /// <summary>An object of exactly these members, those without a value left out.</summary>
    internal static string Of(params (string Name, string? Json)[] members) =>
        "{" + string.Join(',', members.Where(member => member.Json is not null).Select(member => $"\"{member.Name}\":{member.Json}")) + "}";

    internal static string Quoted(string text) => $"\"{text}\"";
}
