namespace ForceOps.Api.Tests.Service;

/// <summary>
/// How long tests by chance go on: kills at random moments, random sequences, every operation of Swagger UI. Each run takes other
/// moments, so that many short runs find what a long one finds. FORCEOPS_TEST_THOROUGH=1 is the long one, by hand.
/// </summary>
internal static class Thorough
{
    internal static bool Is { get; } = Environment.GetEnvironmentVariable("FORCEOPS_TEST_THOROUGH") is "1";

    internal static int Rounds(int quick, int thorough) => Is ? thorough : quick;
}
