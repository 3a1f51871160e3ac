using System.Reflection;
using ForceOps.Testcontainers;
using ForceOps.Testing;
using PublicApiGenerator;

namespace ForceOps.Packages.Tests;

/// <summary>
/// What other people's code may call, as committed text: a change of it is somebody's broken build, and is seen in review.
/// FORCEOPS_UPDATE_SNAPSHOTS=1 writes the text anew, as it does for the OpenAPI documents.
/// </summary>
public sealed class PublicApiTests
{
    public static TheoryData<string> Packages => ["ForceOps.Testing", "ForceOps.Testcontainers", "ForceOps.Aspire.Hosting"];

    [Theory]
    [MemberData(nameof(Packages))]
    public void The_public_surface_is_the_approved_one(string package)
    {
        var surface = Load(package).GeneratePublicApi(new ApiGeneratorOptions { IncludeAssemblyAttributes = false }).Trim() + "\n";
        var file = Path.Combine(Folder(), $"{package}.api.txt");
        if (Environment.GetEnvironmentVariable("FORCEOPS_UPDATE_SNAPSHOTS") is "1")
            File.WriteAllText(file, surface);
        Assert.Equal(File.ReadAllText(file), surface.ReplaceLineEndings("\n"));
    }

    private static Assembly Load(string package) => package switch
    {
        "ForceOps.Testing" => typeof(ForceOpsServer).Assembly,
        "ForceOps.Testcontainers" => typeof(ForceOpsBuilder).Assembly,
        _ => typeof(Aspire.Hosting.ForceOpsHosting).Assembly,
    };

    private static string Folder([System.Runtime.CompilerServices.CallerFilePath] string here = "") => Path.GetDirectoryName(here)!;
}
