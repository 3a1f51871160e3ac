using System.Globalization;

namespace ForceOps.Postgres.Embedded;

/// <summary>Holds the files of one PostgreSQL server. A cluster exists wholly or not at all.</summary>
internal sealed class Cluster(string folder, PostgresBinaries binaries, ServerUser user)
{
    public const string Superuser = "forceops";

    /// <summary>The user that the service works as; it can neither change nor remove what is posted.</summary>
    public const string ServiceUser = "forceops_service";

    public string Folder => folder;

    public PostgresBinaries Binaries => binaries;

    public ServerUser User => user;

    /// <summary>
    /// Tells whether the cluster exists. Throws when something is there that cannot be opened: data must never be ignored.
    /// </summary>
    public bool Exists()
    {
        if (File.Exists(Path.Combine(folder, "PG_VERSION")))
            return true;
        return !Directory.Exists(folder) ? false : throw new EmbeddedPostgresException(
            $"The folder {folder} is there, but this user cannot read PostgreSQL data in it. "
            + "Start the service as the user that it belongs to, or move it away to begin with an empty ledger.");
    }

    public string PidFile => Path.Combine(folder, "postmaster.pid");

    /// <summary>
    /// Reads the process id that the server wrote down; its process may have ended. Returns null when there is none.
    /// </summary>
    public int? RecordedPid()
    {
        try
        {
            string? first = File.ReadLines(PidFile).FirstOrDefault();
            return int.TryParse(first, NumberStyles.None, CultureInfo.InvariantCulture, out int pid) ? pid : null;
        }
        catch (Exception gone) when (gone is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
    }

    /// <summary>
    /// Tells whether this build of PostgreSQL knows a setting's value. An unknown value would keep the server from starting.
    /// </summary>
    public async Task<bool> AcceptsAsync(string setting, string value, CancellationToken cancellation) =>
        await ToolRun.RunAsync(
            user.Command([binaries.Postgres, "-D", folder, "-C", setting, "-c", $"{setting}={value}"]), folder, cancellation)
            is { Succeeded: true };

    /// <summary>
    /// Runs initdb in a separate folder and renames the result, so that a crash in the middle leaves no half cluster that the
    /// next start would take for data.
    /// </summary>
    public async Task CreateAsync(DataFolder data, string password, CancellationToken cancellation)
    {
        string work = data.NewUnfinishedFolder();
        try
        {
            string passwordFile = Path.Combine(work, "password");
            DataFolder.WritePrivate(passwordFile, password);
            string made = Path.Combine(work, "cluster");
            user.Own(passwordFile);
            user.Own(work);

            ToolRun? run = await ToolRun.RunAsync(
                user.Command(
                [
                    binaries.InitDb, "--pgdata", made, "--username", Superuser, "--pwfile", passwordFile,
                    "--auth", "scram-sha-256", "--encoding", "UTF8", "--locale", "C", "--no-instructions",
                    // The unit is megabytes. A fresh server fills each new segment with zeros while postings wait: with the usual
                    // 16 MB this takes 50 ms, twice a second under load.
                    "--wal-segsize", "1",
                ]),
                data.Path,
                cancellation);
            if (run is not { Succeeded: true })
            {
                throw new EmbeddedPostgresException(
                    $"PostgreSQL {binaries.Version} could not create its data in {folder}. The end of what initdb said:\n"
                    + ToolRun.LastLines(run?.Output ?? binaries.InitDb + " does not start"));
            }

            Directory.Move(made, folder);
            // initdb has flushed the files. Their new name must be durable as well, before the first commit is answered.
            if (!OperatingSystem.IsWindows())
                UnixCalls.FlushFolder(data.Path);
        }
        finally
        {
            Directory.Delete(work, recursive: true);
        }
    }
}

/// <summary>
/// Lists the settings of the embedded server, each with its reason. A setting that is not listed keeps PostgreSQL's default.
/// </summary>
internal static class EmbeddedSettings
{
    private static readonly (string Name, string Value)[] Fixed =
    [
        // An answered request must survive any crash. These values are the defaults; they are listed so that nobody "tunes" them
        // away.
        ("fsync", "on"),
        ("synchronous_commit", "on"),
        ("full_page_writes", "on"),

        // The service has a few writers and a pool of readers. Each slot costs shared memory and snapshot time.
        ("max_connections", "50"),
        // The buffers hold the hot accounts and indexes of a laptop's ledger, and leave enough memory to the service beside the
        // server.
        ("shared_buffers", "128MB"),
        // The default is 1/32 of shared_buffers. A set-wise batch should fit without forcing an early write.
        ("wal_buffers", "16MB"),

        // After each checkpoint, every page touched is written to the WAL in full. Rare checkpoints mean fewer full pages.
        ("checkpoint_timeout", "15min"),
        ("max_wal_size", "2GB"),
        // Recycled segments are cheaper than new ones, which are filled with zeros first.
        ("min_wal_size", "256MB"),
        // Nobody replicates from a private server, and an idle server then writes no WAL at all.
        ("wal_level", "minimal"),
        ("max_wal_senders", "0"),

        // The ledger's statements take less than a millisecond; compiling them would take longer.
        ("jit", "off"),
        // Parallel workers need /dev/shm, which is 64 MB in a container by default, and cores, which the service needs.
        ("max_parallel_workers_per_gather", "0"),

        // Times in answers and logs are UTC, whatever the time zone of the machine is.
        ("timezone", "UTC"),
        ("log_timezone", "UTC"),
    ];

    // Measurements with 15,000 scattered updates after a checkpoint gave this: lz4 makes a quarter of the WAL (31 instead of 120
    // MB) for no more CPU time than no compression at all; pglz, which every build has, costs half as much CPU time again and is
    // not worth it.
    private static readonly (string Name, string Value) Compression = ("wal_compression", "lz4");

    /// <summary>Returns all settings in order. Of several settings of the same name, PostgreSQL takes the last one.</summary>
    public static async Task<IReadOnlyList<(string Name, string Value)>> ForAsync(
        Cluster cluster,
        ServerEndpoint endpoint,
        IReadOnlyDictionary<string, string> chosen,
        CancellationToken cancellation)
    {
        // The binaries are asked on each start, since the next start may find other binaries of the same version that were built
        // without lz4.
        bool compresses = await cluster.AcceptsAsync(Compression.Name, Compression.Value, cancellation);
        IEnumerable<(string Name, string Value)> optional = compresses ? [Compression] : [];
        return [.. Fixed, .. optional, .. chosen.Select(pair => (pair.Key, pair.Value)), .. endpoint.Settings];
    }
}
