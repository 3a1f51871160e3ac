namespace ForceOps.Api.Settings;

/// <summary>Finds the known name that somebody probably meant.</summary>
internal static class NearestName
{
    /// <summary>Returns the known name that is nearest to the given one; null when none is near.</summary>
    internal static string? Of(string given, IEnumerable<string> known)
    {
        var found = known.Select(name => (Name: name, Distance: Distance(given, name))).OrderBy(pair => pair.Distance)
            .ThenBy(pair => pair.Name, StringComparer.OrdinalIgnoreCase).FirstOrDefault();
        // A third of the letters: more changes make another word of it.
        return found.Name is not null && found.Distance <= Math.Max(1, given.Length / 3) ? found.Name : null;
    }

    /// <summary>
    /// Counts the letters that must be put in, left out, replaced or swapped with their neighbour, so that one word becomes the
    /// other. Upper and lower case are the same.
    /// </summary>
    internal static int Distance(string one, string other)
    {
        var (a, b) = (one.ToUpperInvariant(), other.ToUpperInvariant());
        var costs = new int[a.Length + 1, b.Length + 1];
        for (var i = 0; i <= a.Length; i++)
            costs[i, 0] = i;
        for (var j = 0; j <= b.Length; j++)
            costs[0, j] = j;
        for (var i = 1; i <= a.Length; i++)
        {
            for (var j = 1; j <= b.Length; j++)
            {
                var cost = Math.Min(Math.Min(costs[i - 1, j], costs[i, j - 1]) + 1, costs[i - 1, j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1));
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                    cost = Math.Min(cost, costs[i - 2, j - 2] + 1);
                costs[i, j] = cost;
            }
        }
        return costs[a.Length, b.Length];
    }
}
