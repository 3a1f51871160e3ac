using System.ComponentModel.DataAnnotations;

namespace ForceOps.Api.Hosting;

/// <summary>Section <c>ForceOps:Faults</c>.</summary>
public sealed class FaultsOptions
{
    /// <summary>Rules of one org: every request of the org looks at all of them, and nobody keeps more than a hundred apart.</summary>
    [Range(1, 10_000)]
    public int RulesMax { get; set; } = 100;

    /// <summary>Body of a fault's answer: the largest error page of a gateway that anybody wants to play, twice over.</summary>
    [Range(1, 1024 * 1024)]
    public int AnswerBytesMax { get; set; } = 16 * 1024;

    /// <summary>Longest latency: twice the 30 seconds after which most clients have given up.</summary>
    [Range(typeof(TimeSpan), "00:00:00.001", "00:10:00")]
    public TimeSpan LatencyMax { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>Longest delay of an accepted operation: whoever waits for more than a day moves the org's clock instead.</summary>
    [Range(typeof(TimeSpan), "00:00:00.001", "30.00:00:00")]
    public TimeSpan DelayMax { get; set; } = TimeSpan.FromDays(1);

    /// <summary>
    /// How long an event is held back for the next one of its account to overtake it. There may never be a next one, and every event is
    /// delivered at least once: so it comes after this time, long enough for a test to post again.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00.010", "00:10:00")]
    public TimeSpan ReorderWait { get; set; } = TimeSpan.FromSeconds(5);
}
