using System.Reflection;

namespace ForceOps.Api.Settings;

/// <summary>Names the version of this build, which Directory.Build.props sets in one place.</summary>
internal static class ProductVersion
{
    internal static string Text { get; } =
        typeof(ProductVersion).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion;
}
