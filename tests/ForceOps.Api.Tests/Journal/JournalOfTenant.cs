using System.Text.Json;
using ForceOps.Api.Tests.Service;

namespace ForceOps.Api.Tests.Journal;

/// <summary>What the journal says of one tenant.</summary>
internal static class JournalOfTenant
{
    internal static async Task<List<JsonElement>> JournalAsync(this Tenant tenant, string query = "")
    {
        var answer = await tenant.GetAsync($"/sandbox/requests{query}");
        Assert.True(answer.Code == 200, answer.Text);
        return [.. answer.Json.GetProperty("items").EnumerateArray()];
    }

    /// <summary>The entry of what was sent last.</summary>
    internal static async Task<JsonElement> LastAsync(this Tenant tenant) => (await tenant.JournalAsync("?limit=1"))[0];

    internal static string? Text(this JsonElement entry, string path)
    {
        foreach (var name in path.Split('.'))
        {
            if (entry.ValueKind != JsonValueKind.Object || !entry.TryGetProperty(name, out entry))
                return null;
        }
        return entry.ValueKind == JsonValueKind.Null ? null : entry.ToString();
    }

    /// <summary>The fields of a part of the entry, as they are.</summary>
    internal static string Raw(this JsonElement entry, string part, string name) => entry.GetProperty(part).GetProperty(name).GetRawText();
}
