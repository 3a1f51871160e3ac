using ForceOps.Api.Journal;

namespace ForceOps.Api.WebConsole.Parts;

/// <summary>Counts the requests of a few seconds.</summary>
/// <param name="Answered">Requests that were answered 2xx or 3xx.</param>
/// <param name="Refused">Requests that were refused, or that got no answer.</param>
/// <param name="P99">The time that all but the slowest hundredth took at most, in milliseconds.</param>
public sealed record TrafficBucket(int Answered, int Refused, double P99);

/// <summary>
/// Counts what an org's journal still has of the last minutes. The journal is there anyway, so that rates cost a posting nothing; its
/// length bounds how far back they reach.
/// </summary>
internal sealed record Traffic(IReadOnlyList<TrafficBucket> Buckets, int Answered, int Refused, double P50, double P99, TimeSpan Span)
{
    private const int BucketsShown = 60;
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(5);

    /// <summary>Requests a second over the time that is shown.</summary>
    internal double Rate => Span > TimeSpan.Zero ? (Answered + Refused) / Span.TotalSeconds : 0;

    /// <param name="entries">The recorded requests, newest first.</param>
    /// <param name="now">The present time.</param>
    /// <param name="entriesMax">How many requests the journal keeps: when it is full, earlier ones of the time are gone.</param>
    internal static Traffic Of(IReadOnlyList<RecordedRequest> entries, DateTimeOffset now, int entriesMax)
    {
        var span = entries.Count >= entriesMax && now - entries[^1].Time < Longest ? now - entries[^1].Time : Longest;
        var recent = entries.TakeWhile(entry => now - entry.Time < span || entry == entries[^1])
            .Where(entry => entry.Method is not null).ToList();
        var counted = recent.ToLookup(entry => (int)Math.Clamp(
            (1 - ((now - entry.Time) / span)) * BucketsShown, 0, BucketsShown - 1));
        return new Traffic(
            [.. Enumerable.Range(0, BucketsShown).Select(i => BucketOf([.. counted[i]]))],
            recent.Count(IsAnswered), recent.Count(entry => !IsAnswered(entry)), Percentile(recent, 0.5), Percentile(recent, 0.99), span);
    }

    private static TrafficBucket BucketOf(List<RecordedRequest> entries) =>
        new(entries.Count(IsAnswered), entries.Count(entry => !IsAnswered(entry)), Percentile(entries, 0.99));

    private static bool IsAnswered(RecordedRequest entry) => entry.Status is >= 200 and < 400;

    private static double Percentile(List<RecordedRequest> entries, double part)
    {
        if (entries.Count == 0)
            return 0;
        var times = entries.Select(entry => entry.Duration.TotalMilliseconds).Order().ToList();
        return times[(int)Math.Ceiling(part * times.Count) - 1];
    }
}
