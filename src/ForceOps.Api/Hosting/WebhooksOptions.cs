using System.ComponentModel.DataAnnotations;

namespace ForceOps.Api.Hosting;

/// <summary>Section <c>ForceOps:Webhooks</c>.</summary>
public sealed class WebhooksOptions
{
    /// <summary>For a receiver's answer. Longer than a healthy one takes, short enough to try again while somebody looks.</summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "00:05:00")]
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>Tries of one event before it is dead. Ten with the delays below are some two minutes: longer than a receiver takes to restart.</summary>
    [Range(1, 100)]
    public int TriesMax { get; set; } = 10;

    /// <summary>Before the second try; doubled, with jitter, before each further one.</summary>
    [Range(typeof(TimeSpan), "00:00:00.001", "00:10:00")]
    public TimeSpan RetryDelay { get; set; } = TimeSpan.FromMilliseconds(200);

    /// <summary>The longest delay between two tries.</summary>
    [Range(typeof(TimeSpan), "00:00:00.001", "1.00:00:00")]
    public TimeSpan RetryDelayMax { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>Requests at the same time to one receiver, each about another account. More only move the queue to the receiver.</summary>
    [Range(1, 256)]
    public int Concurrency { get; set; } = 8;

    /// <summary>Events in hand for one webhook. Accounts whose receiver fails hold their part of it, so it is far more than the concurrency; 500 are half a megabyte.</summary>
    [Range(1, 100_000)]
    public int Window { get; set; } = 500;

    /// <summary>Tries kept for looking at, for one webhook; dead ones stay as long as the webhook.</summary>
    [Range(10, 10_000_000)]
    public int TriesKept { get; set; } = 20_000;

    /// <summary>How soon a new or changed webhook, or one whose process died, is taken up.</summary>
    [Range(typeof(TimeSpan), "00:00:00.010", "00:01:00")]
    public TimeSpan PickUpInterval { get; set; } = TimeSpan.FromMilliseconds(500);
}
