using System.Globalization;

namespace ForceOps.Api.Bluefin;

/// <summary>The vendor's transaction id: twelve digits, zero-padded. With the merchant it makes the tracking id.</summary>
internal static class TransactionId
{
    private const string Prefix = "bluefin:";

    internal static bool IsValid(string text) => text.Length == 12 && text.All(char.IsAsciiDigit);

    internal static string Write(long id) => id.ToString("D12", CultureInfo.InvariantCulture);

    internal static TrackingId Key(BluefinCall call, string transactionId) =>
        TrackingId.Parse($"{Prefix}{call.AccountId.ToString("D12", CultureInfo.InvariantCulture)}:{transactionId}");

    /// <summary>The id that a key was made of.</summary>
    internal static string Of(TrackingId key) => key.Text[(key.Text.LastIndexOf(':') + 1)..];
}
