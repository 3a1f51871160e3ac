namespace ForceOps.Api.Hosting;

/// <summary>What a request to an emulated API is about, as far as it says so itself.</summary>
/// <param name="Accounts">Account, merchant, or both ends of a transfer.</param>
/// <param name="TrackingIds">The client's own ids of the operation, and of the one that it refers to.</param>
/// <param name="Amount">In major units.</param>
internal sealed record RequestFacts(IReadOnlyList<long> Accounts, IReadOnlyList<string> TrackingIds, decimal? Amount)
{
    internal static RequestFacts Of(ReadOnlySpan<long?> accounts, ReadOnlySpan<string?> trackingIds, decimal? amount)
    {
        var (known, named) = (new List<long>(), new List<string>());
        foreach (var account in accounts)
        {
            if (account is { } id)
                known.Add(id);
        }
        foreach (var trackingId in trackingIds)
        {
            if (trackingId is not null)
                named.Add(trackingId);
        }
        return new RequestFacts(known, named, amount);
    }
}
