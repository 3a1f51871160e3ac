using ForceOps.Api.Http;

namespace ForceOps.Api.Bluefin;

/// <summary>
/// Holds the values that later answers repeat and that have no column in the ledger; they are stored as the authorization's metadata.
/// Of a card the record holds only what may be shown, and of a token only the hash.
/// </summary>
internal sealed record StoredPayment
{
    /// <summary>The status of a refund: VOIDED or REFUNDED; null for a force.</summary>
    public string? Reversal { get; init; }

    public string? AuthCode { get; init; }
    public string? PosProfile { get; init; }
    public string? Name { get; init; }
    public string? Last4 { get; init; }
    public string? Expiry { get; init; }
    public string? Brand { get; init; }

    /// <summary>The SHA-256 hash of the token, in base64.</summary>
    public string? TokenHash { get; init; }

    public string? Description { get; init; }

    /// <summary>The sender's name for the system that sent the request.</summary>
    public string? TraceSource { get; init; }

    /// <summary>The sender's own id of the payment, such as the number of an order.</summary>
    public string? TraceCustomId { get; init; }

    public TraceEntry? Init { get; init; }
    public TraceEntry? Transaction { get; init; }
}

/// <summary>
/// Describes the card behind every token. A token says nothing about its card, and the emulator has no vault, so every token stands
/// for the card of the vendor's sample (decision).
/// </summary>
internal static class TestCard
{
    internal const string Name = "Alice";
    internal const string Last4 = "1111";
    internal const string Expiry = "1225";
    internal const string Brand = "VISA";

    internal static string HashOf(ForceRequest body) =>
        CardDeclines.HashOf(body.BfTokenReference ?? body.ShieldConexToken?.Json ?? "");
}
