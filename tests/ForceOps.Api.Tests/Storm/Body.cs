using System.Globalization;

namespace ForceOps.Api.Tests.Storm;

/// <summary>Requests of a storm. The default code is a credit of the default seed.</summary>
internal static class Body
{
    internal static string Force(string trackingId, long account, decimal amount, string descriptor = "storm") =>
        $$"""{"tracking_id":"{{trackingId}}","account_id":{{account}},"amount":{{Number(
            amount)}},"processing_code":"090907","currency":"USD","descriptor":"{{descriptor}}"}""";

    /// <summary>Cancels what is left when no amount is given.</summary>
    internal static string Cancel(string trackingId, string original, decimal? amount = null) =>
        $$"""{"tracking_id":"{{trackingId}}","original_tracking_id":"{{original}}"{{(
            amount is { } part ? $",\"amount\":{Number(part)}" : "")}}}""";

    private static string Number(decimal amount) => amount.ToString(CultureInfo.InvariantCulture);
}
