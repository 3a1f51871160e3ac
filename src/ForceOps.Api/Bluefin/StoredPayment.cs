using System.Security.Cryptography;
using System.Text;

namespace ForceOps.Api.Bluefin;

/// <summary>
/// What later answers repeat and the books have no column for; kept as the authorization's metadata. Of a card nothing but what may
/// be shown, of a token its hash.
/// </summary>
internal sealed record StoredPayment
{
    /// <summary>VOIDED or REFUNDED, of a refund; null of a force.</summary>
    public string? Reversal { get; init; }

    public string? AuthCode { get; init; }
    public string? PosProfile { get; init; }
    public string? Name { get; init; }
    public string? Last4 { get; init; }
    public string? Expiry { get; init; }
    public string? Brand { get; init; }

    /// <summary>SHA-256 of the token, base64.</summary>
    public string? TokenHash { get; init; }

    public string? Description { get; init; }
    public TraceEntry? Init { get; init; }
    public TraceEntry? Transaction { get; init; }
}

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

    internal static string HashOf(ForceRequest body) =>
        Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(body.BfTokenReference ?? body.ShieldConexToken?.Json ?? "")));
}
