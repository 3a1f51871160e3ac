namespace ForceOps.Tool.Attack;

/// <summary>
/// Says what an attack does, from its seed alone: the amounts, and which operations of a unit are struck. Accounts and ids are new in each
/// run, because a client knows those of the last one.
/// </summary>
/// <param name="seed">The seed.</param>
/// <param name="firstAccount">The account of the first unit; those of the others follow.</param>
internal sealed class AttackPlan(int seed, long firstAccount)
{
    /// <summary>The most operations of a unit that a scenario strikes one after the other: more would show little that is new.</summary>
    private const int StrikesMax = 4;

    private int _units;

    /// <summary>
    /// Returns the first of a thousand accounts that no attack of the last days has had. The numbers fit in 32 bits, as some clients want.
    /// </summary>
    internal static long FreshAccount(DateTimeOffset now) => 1_000_000_000 + (now.ToUnixTimeSeconds() % 1_000_000 * 1_000);

    /// <summary>Makes the next unit of work of a scenario.</summary>
    internal UnitOfWork Unit(string scenario, int index)
    {
        var random = RandomOf(scenario, index);
        var number = ++_units;
        return new UnitOfWork(number, firstAccount + number, random.Next(1_000, 10_000) / 100m, Guid.CreateVersion7());
    }

    /// <summary>Returns which operations of a unit a scenario strikes, by their index, each in a unit of its own.</summary>
    internal IReadOnlyList<int> Strikes(Scenario scenario, Lesson lesson)
    {
        if (!scenario.IsForEachOperation || lesson.Routes.Count <= 1)
            return [0];
        var first = RandomOf(scenario.Name, -1).Next(lesson.Routes.Count);
        return [.. Enumerable.Range(0, Math.Min(StrikesMax, lesson.Routes.Count)).Select(i => (first + i) % lesson.Routes.Count).Order()];
    }

    /// <summary>Makes the numbers of one scenario, whatever other scenarios are played: one alone does the same as among all.</summary>
    private Random RandomOf(string scenario, int index)
    {
        unchecked
        {
            var hash = 2_166_136_261u;
            foreach (var letter in $"{seed}/{scenario}/{index}")
                hash = (hash ^ letter) * 16_777_619;
            return new Random((int)hash);
        }
    }
}
