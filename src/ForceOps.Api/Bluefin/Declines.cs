namespace ForceOps.Api.Bluefin;

/// <summary>Amounts that are declined. Bluefin publishes none; these are those of Fiserv's sandbox, so that one table serves both (decision).</summary>
internal static class Declines
{
    /// <summary>Whole totals from 5001 to 5999.</summary>
    internal static bool Includes(decimal total) => total is >= 5001 and <= 5999 && total == decimal.Truncate(total);
}
