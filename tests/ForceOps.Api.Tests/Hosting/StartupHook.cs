using System.Runtime.InteropServices;
using System.Runtime.Versioning;

/// <summary>
/// Runs inside of a service that a test starts with <c>DOTNET_STARTUP_HOOKS</c>, before the service itself: says on SIGCONT how many bytes
/// have been allocated. The runtime asks for this name, outside of all namespaces.
/// </summary>
#pragma warning disable CA1050, CA1812, MA0047 // See above; only the runtime calls it.
internal static class StartupHook
#pragma warning restore CA1050, CA1812, MA0047
{
    private static PosixSignalRegistration? _registration;

    [UnsupportedOSPlatform("windows")]
    public static void Initialize() => _registration = PosixSignalRegistration.Create(
        PosixSignal.SIGCONT, _ => Console.Error.WriteLine($"allocated {GC.GetTotalAllocatedBytes(precise: true)} bytes"));
}
