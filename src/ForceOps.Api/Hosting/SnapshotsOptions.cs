using System.ComponentModel.DataAnnotations;

namespace ForceOps.Api.Hosting;

/// <summary>Section <c>ForceOps:Snapshots</c>: snapshots, and the removal of books that resets and restores left behind.</summary>
public sealed class SnapshotsOptions
{
    /// <summary>Snapshots of one org; one more is 409. Each is a whole copy of the org's rows, and a test suite needs a handful of situations.</summary>
    [Range(1, 1000)]
    public int Max { get; set; } = 20;

    /// <summary>How often abandoned books are looked for: they only take room on the disk, and a look is one short query.</summary>
    [Range(typeof(TimeSpan), "00:00:00.050", "1.00:00:00")]
    public TimeSpan SweepInterval { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// How long a book stays after it was abandoned. Longer than the moment between that stamp and its commit, and than a list that is
    /// being read in several statements; transactions that began before are waited for in any case.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:01", "1.00:00:00")]
    public TimeSpan SweepAfter { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>Rows removed in one transaction: some tens of milliseconds of work, so that no posting waits behind it for long.</summary>
    [Range(1, 100_000)]
    public int SweepChunk { get; set; } = 1000;
}
