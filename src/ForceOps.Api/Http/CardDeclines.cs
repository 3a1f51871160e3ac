using System.Security.Cryptography;
using System.Text;
using ForceOps.Postgres.Orgs;
using ForceOps.Postgres.Reads;
using ForceOps.Postgres.Schema;

namespace ForceOps.Api.Http;

/// <summary>Remembers the declined sales of the card dialects, which post nothing, and says which sales are declined.</summary>
internal sealed class CardDeclines(Attempts attempts, IdBlocks ids)
{
    /// <summary>
    /// Returns true for a whole total from 5001 to 5999, the amounts that Fiserv's sandbox declines, apart from those that choose a
    /// verification result there. Bluefin publishes no such amounts; the same amounts serve it, without that exception (decision).
    /// </summary>
    internal static bool Includes(decimal total) => total is >= 5001 and <= 5999 && total == decimal.Truncate(total);

    /// <summary>Makes the hash by which a repeat is compared: a token is never stored.</summary>
    internal static string HashOf(string token) => Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(token)));

    /// <summary>Stores a declined sale; returns null when its id is in use.</summary>
    internal async Task<AttemptRow?> StoreAsync(OrgId org, Force force, DateTimeOffset now)
    {
        var attempt = new AttemptRow
        {
            Id = await ids.NextAsync(),
            TrackingId = force.TrackingId.Text,
            Channel = ColumnText.Of(force.Channel),
            AccountId = force.AccountId,
            Declined = true,
            Amount = force.Amount.Value,
            Currency = (force.Currency ?? Currency.Usd).Code,
            Metadata = force.Metadata,
            CreatedAt = LedgerState.WholeMilliseconds(now),
        };
        return await attempts.AddAsync(org, attempt) ? attempt : null;
    }
}
