using System.ComponentModel.DataAnnotations;

namespace ForceOps.Api.Hosting;

/// <summary>Section <c>ForceOps:Journal</c>.</summary>
public sealed class JournalOptions
{
    /// <summary>
    /// Requests of one org that are kept; 0 turns the journal off. A thousand are more than anybody reads and all of a test run's last
    /// minutes; at some 700 bytes each they are 0.7 MB.
    /// </summary>
    [Range(0, 100_000)]
    public int Entries { get; set; } = 1000;

    /// <summary>
    /// Requests that are kept over all orgs; beyond it the orgs that were silent longest lose theirs. Twenty thousand are some 14 MB of the
    /// 200 MB that the service may take: a journal without a bound has filled the memory of other emulators until they died.
    /// </summary>
    [Range(1, 1_000_000)]
    public int EntriesOfAllOrgs { get; set; } = 20_000;
}
