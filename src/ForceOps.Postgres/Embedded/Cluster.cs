using System.Globalization;

namespace ForceOps.Postgres.Embedded;

/// <summary>The files of one PostgreSQL server. It exists wholly or not at all.</summary>
internal sealed class Cluster(string folder, PostgresBinaries binaries, ServerUser user)
{
    public const string Superuser = "forceops";

    public string Folder => folder;

    public PostgresBinaries Binaries => binaries;

    public ServerUser User => user;

    /// <summary>Throws when something is there that cannot be opened: data must never be passed over.</summary>
    public bool Exists()
    {
        if (File.Exists(Path.Combine(folder, "PG_VERSION")))
            return true;
        return !Directory.Exists(folder) ? false : throw new EmbeddedPostgresException(
            $"The folder {folder} is there, but this user cannot read PostgreSQL data in it. "
            + "Start the service as the user that it belongs to, or move it away to begin with an empty ledger.");
    }

    public string PidFile => Path.Combine(folder, "postmaster.pid");

    /// <summary>The process id that the server wrote down, alive or not.</summary>
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

    /// <summary>Whether this build of PostgreSQL knows a setting's value. An unknown one would keep the server from starting.</summary>
    public async Task<bool> AcceptsAsync(string setting, string value, CancellationToken cancellation) =>
        await ToolRun.RunAsync(
            user.Command([binaries.Postgres, "-D", folder, "-C", setting, "-c", $"{setting}={value}"]), folder, cancellation)
            is { Succeeded: true };

    /// <summary>
    /// Runs initdb in a folder aside and renames the result, so that a crash in the middle leaves no half cluster
    /// which the next start would take for data.
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
                    // Megabytes. A fresh server fills each new segment with zeros while postings wait: of the usual 16 that is 50 ms, twice a second under load.
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
            // initdb has flushed the files. Their new name must last as well, before the first commit is answered.
            if (!OperatingSystem.IsWindows())
                UnixCalls.FlushFolder(data.Path);
        }
        finally
        {
            Directory.Delete(work, recursive: true);
        }
    }
}
