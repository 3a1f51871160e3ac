namespace ForceOps.Postgres.Embedded;

/// <summary>The server settings of the embedded server, each with its reason. What is not named here keeps PostgreSQL's default.</summary>
internal static class EmbeddedSettings
{
    private static readonly (string Name, string Value)[] Fixed =
    [
        // An answered request must survive any crash: these are the defaults, said aloud so that nobody "tunes" them away.
        ("fsync", "on"),
        ("synchronous_commit", "on"),
        ("full_page_writes", "on"),

        // A few writers and a pool of readers; each slot costs shared memory and snapshot time.
        ("max_connections", "50"),
        // Holds the hot accounts and indexes of a laptop's ledger without starving the service beside it.
        ("shared_buffers", "128MB"),
        // The default is 1/32 of shared_buffers; a set-wise batch should fit without forcing an early write.
        ("wal_buffers", "16MB"),

        // After each checkpoint every page touched is written to the WAL in full; rare checkpoints mean fewer of those.
        ("checkpoint_timeout", "15min"),
        ("max_wal_size", "2GB"),
        // Recycled segments are cheaper than new ones, which are filled with zeros first.
        ("min_wal_size", "256MB"),
        // Nobody replicates from a private server, and an idle one then writes no WAL at all.
        ("wal_level", "minimal"),
        ("max_wal_senders", "0"),

        // The ledger's statements take less than a millisecond; compiling them would take longer.
        ("jit", "off"),
        // Parallel workers need /dev/shm, which is 64 MB in a container by default, and cores, which the service needs.
        ("max_parallel_workers_per_gather", "0"),

        // Times in answers and logs are UTC whatever the machine says.
        ("timezone", "UTC"),
        ("log_timezone", "UTC"),
    ];

    // Measured with 15,000 scattered updates after a checkpoint: lz4 makes a quarter of the WAL (31 instead of 120 MB) for no more
    // CPU time than none at all; pglz, which every build has, costs half as much CPU time again and is not worth it.
    private static readonly (string Name, string Value) Compression = ("wal_compression", "lz4");

    /// <summary>All settings in order; a later one of the same name wins in PostgreSQL.</summary>
    public static async Task<IReadOnlyList<(string Name, string Value)>> ForAsync(
        Cluster cluster,
        ServerEndpoint endpoint,
        IReadOnlyDictionary<string, string> chosen,
        CancellationToken cancellation)
    {
        // Asked on each start, since the next start may find other binaries of the same version, built without it.
        bool compresses = await cluster.AcceptsAsync(Compression.Name, Compression.Value, cancellation);
        IEnumerable<(string Name, string Value)> optional = compresses ? [Compression] : [];
        return [.. Fixed, .. optional, .. chosen.Select(pair => (pair.Key, pair.Value)), .. endpoint.Settings];
    }
}
