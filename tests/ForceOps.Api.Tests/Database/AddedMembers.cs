using System.Text.Json;

namespace ForceOps.Api.Tests.Database;

/// <summary>
/// Compares an answer with that of an earlier build: members and list items may have been added, and nothing else may differ, down to the
/// form of a number.
/// </summary>
internal static class AddedMembers
{
    internal static void AssertOnly(string before, string now, string where)
    {
        using var earlier = JsonDocument.Parse(before);
        using var later = JsonDocument.Parse(now);
        Assert.True(Difference(earlier.RootElement, later.RootElement, where) is null,
            $"{Difference(earlier.RootElement, later.RootElement, where)}\n{before}\n{now}");
    }

    /// <summary>Returns what has changed or gone; null when nothing has.</summary>
    private static string? Difference(JsonElement before, JsonElement now, string where) => (before.ValueKind, now.ValueKind) switch
    {
        (JsonValueKind.Object, JsonValueKind.Object) => before.EnumerateObject().Select(member =>
            now.TryGetProperty(member.Name, out var same)
                ? Difference(member.Value, same, $"{where}.{member.Name}")
                : $"{where}.{member.Name} has gone").FirstOrDefault(problem => problem is not null),
        (JsonValueKind.Array, JsonValueKind.Array) => DifferenceOfLists(before, now, where),
        _ => string.Equals(before.GetRawText(), now.GetRawText(), StringComparison.Ordinal)
            ? null
            : $"{where} was {before.GetRawText()} and is {now.GetRawText()}",
    };

    /// <summary>Every item of before must be found again, in the same order.</summary>
    private static string? DifferenceOfLists(JsonElement before, JsonElement now, string where)
    {
        var (next, count) = (0, now.GetArrayLength());
        for (var i = 0; i < before.GetArrayLength(); i++)
        {
            var first = next;
            while (next < count && Difference(before[i], now[next], "") is not null)
                next++;
            if (next++ == count)
                return first < count ? Difference(before[i], now[first], $"{where}[{i}]") : $"{where}[{i}] has gone";
        }
        return null;
    }
}
