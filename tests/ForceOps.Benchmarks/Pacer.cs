using System.Runtime.InteropServices;

namespace ForceOps.Benchmarks;

/// <summary>
/// Waits for points in time, more exactly than .NET's timers, which count in milliseconds: at 10,000 arrivals a second that would be
/// ten at once. Spinning would be exact too, but takes a core from the service that is measured; so does waking up for each of them, and
/// so those of half a millisecond go out together, the first of them that much late.
/// </summary>
/// <param name="interval">Between two points in time; where it is longer than that half millisecond, each is waited for exactly.</param>
internal sealed partial class Pacer(TimeSpan interval)
{
    private static readonly TimeSpan StepMax = TimeSpan.FromMicroseconds(500);

    private readonly long _start = TimeProvider.System.GetTimestamp();
    private readonly TimeSpan _step = interval < StepMax ? StepMax : TimeSpan.Zero;

    /// <summary>Since the pacer was made.</summary>
    internal TimeSpan Now => TimeProvider.System.GetElapsedTime(_start);

    /// <summary>Blocks the calling thread until then, or up to half a millisecond longer; returns at once when it is past.</summary>
    internal void WaitUntil(TimeSpan then)
    {
        if (then > Now)
            then += _step;
        for (var left = then - Now; left > TimeSpan.Zero; left = then - Now)
        {
            if (OperatingSystem.IsWindows())
                Thread.Yield();
            else
                _ = usleep((uint)Math.Clamp(left.TotalMicroseconds, 1, 100_000));
        }
    }

    [LibraryImport("libc"), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int usleep(uint microseconds);
}
