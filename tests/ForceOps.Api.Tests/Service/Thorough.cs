namespace ForceOps.Api.Tests.Service;

/// <summary>
/// How long tests by chance go on: kills at random moments, random sequences, every operation of Swagger UI. Each run takes other
/// moments, so that many short runs find what a long one finds. FORCEOPS_TEST_THOROUGH=1 is the long one, by hand.
/// </summary>
internal static class Thorough
{
    internal static bool Is { get; } = Environment.GetEnvironmentVariable("FORCEOPS_TEST_THOROUGH") is "1";

    internal static int Rounds(int quick, int thorough) => Is ? thorough : quick;

    /// <summary>All of them in a long run; in a quick one any of them, each time another.</summary>
    internal static T[] OneOf<T>(params T[] all) => Is ? all : Random.Shared.GetItems(all, 1);
}
