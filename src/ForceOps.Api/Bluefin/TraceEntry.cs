using System.Globalization;

namespace ForceOps.Api.Bluefin;

/// <summary>One API call on a transaction, as its trace shows it.</summary>
internal sealed record TraceEntry(string Action, string RequestId, string CorrelationId, string Timestamp)
{
    /// <summary>The samples show this offset in summer; whether it changes in winter is not known.</summary>
    private static readonly TimeSpan Offset = TimeSpan.FromHours(-5);

    internal static TraceEntry Make(string action, DateTimeOffset now) => new(
        action, Guid.NewGuid().ToString(), Guid.NewGuid().ToString(),
        now.ToOffset(Offset).ToString("yyyy-MM-dd'T'HH:mm:sszzz", CultureInfo.InvariantCulture));
}
