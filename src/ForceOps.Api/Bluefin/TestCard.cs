using System.Security.Cryptography;
using System.Text;

namespace ForceOps.Api.Bluefin;

/// <summary>
/// The card behind every token. A token says nothing about its card and the emulator has no vault, so that every token stands for
/// the card of the vendor's sample (decision).
/// </summary>
internal static class TestCard
{
    internal const string Name = "Alice";
    internal const string Last4 = "1111";
    internal const string Expiry = "1225";
    internal const string Brand = "VISA";

    internal static string HashOf(ForceBody body) =>
        Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(body.BfTokenReference ?? body.ShieldConexToken?.Json ?? "")));
}
