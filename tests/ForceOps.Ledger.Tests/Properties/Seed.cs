using FsCheck;
using Microsoft.FSharp.Core;

namespace ForceOps.Tests;

/// <summary>The same random sequences every time, unless the environment names another seed.</summary>
internal static class Seed
{
    private const ulong Fixed = 20_261_121;

    /// <summary>Any odd number; this one spreads the bits (SplitMix64).</summary>
    private const ulong Gamma = 0x9E37_79B9_7F4A_7C15;

    public static ulong Value { get; } = ulong.TryParse(Environment.GetEnvironmentVariable("FORCEOPS_SEED"), out var seed) ? seed : Fixed;

    public static Config Runs(int count) => Config.QuickThrowOnFailure
        .WithMaxTest(count)
        .WithQuietOnSuccess(true)
        .WithReplay(FSharpOption<Replay>.Some(new Replay(new Rnd(Value, Gamma), FSharpOption<int>.None)));
}
