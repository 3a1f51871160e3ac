using System.Diagnostics.CodeAnalysis;

namespace ForceOps;

/// <summary>Asserts in every build. A broken invariant is a bug and stops the batch, which is rolled back.</summary>
public static class Invariant
{
    /// <exception cref="InvariantViolatedException">The condition does not hold.</exception>
    public static void Holds([DoesNotReturnIf(false)] bool condition, string whatMustBeTrue)
    {
        if (!condition)
            throw new InvariantViolatedException(whatMustBeTrue);
    }
}

/// <summary>Reports that the ledger's own rules contradict each other: always a bug, never a client's fault.</summary>
public sealed class InvariantViolatedException(string whatMustBeTrue) : Exception("must be true: " + whatMustBeTrue);
