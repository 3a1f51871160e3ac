using System.Runtime.InteropServices;

namespace ForceOps;

/// <summary>Finds the service that came with a package, and the .NET that runs it. Each package compiles this file.</summary>
internal static class PackagedService
{
    /// <summary>The path of the service's program beside the program that runs now.</summary>
    internal static string Program => Path.Combine(AppContext.BaseDirectory, "forceops", "forceops.dll");

    /// <summary>The .NET that runs this process; another one on PATH might lack the version.</summary>
    internal static string DotNet
    {
        get
        {
            var root = Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", ".."));
            var host = Path.Combine(root, OperatingSystem.IsWindows() ? "dotnet.exe" : "dotnet");
            return File.Exists(host) ? host : "dotnet";
        }
    }
}
