using System.ComponentModel.DataAnnotations;

namespace ForceOps.Api.Hosting;

/// <summary>Section <c>ForceOps:Events</c>.</summary>
public sealed class EventsOptions
{
    /// <summary>How often streams and webhooks look for new events, all of them together; nobody looks when nobody listens. A look costs a fifth of a millisecond.</summary>
    [Range(typeof(TimeSpan), "00:00:00.005", "00:00:10")]
    public TimeSpan PollInterval { get; set; } = TimeSpan.FromMilliseconds(50);

    /// <summary>How long a list of events waits for postings that are in flight, so that it shows what was answered before; a batch takes milliseconds.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:00:30")]
    public TimeSpan Patience { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>A comment on a silent stream, so that neither end nor a proxy takes it for dead: proxies give up after 30 seconds and more.</summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "00:05:00")]
    public TimeSpan Heartbeat { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>Operations that one request with a filter looks at before it answers a short page with a cursor: some tens of milliseconds.</summary>
    [Range(1, 1_000_000)]
    public int ScanMax { get; set; } = 20_000;
}
