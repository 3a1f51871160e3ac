using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using Npgsql;

namespace ForceOps.Postgres.Embedded;

/// <summary>
/// Says where the server listens: on a unix socket in a private folder, or, on Windows, on a free port of the loopback.
/// </summary>
internal sealed record ServerEndpoint(string Host, int Port)
{
    public const string Database = "forceops";

    private const int SocketPort = 5432;

    // sun_path holds 108 bytes on Linux and 104 on macOS, with a zero at the end.
    private const int LongestSocketPath = 103;

    /// <summary>The settings that make the server listen on this endpoint and nowhere else.</summary>
    public IEnumerable<(string Name, string Value)> Settings => OperatingSystem.IsWindows()
        ? [("listen_addresses", Host), ("port", PortText)]
        :
        [
            ("listen_addresses", ""),
            ("port", PortText),
            ("unix_socket_directories", Host),
            ("unix_socket_permissions", "0700"),
        ];

    private string PortText => Port.ToString(CultureInfo.InvariantCulture);

    public static ServerEndpoint Choose(DataFolder data, ServerUser user)
    {
        if (OperatingSystem.IsWindows())
            return new ServerEndpoint("127.0.0.1", FreePort());

        string folder = IsUsable(data.SocketFolder) ? data.SocketFolder : ShortFolder(data);
        if (new DirectoryInfo(folder).LinkTarget is not null)
            throw new EmbeddedPostgresException($"{folder} must be a folder for the server's socket, but it is a link. Remove it.");
        DataFolder.CreatePrivate(folder);
        user.Own(folder);
        return new ServerEndpoint(folder, SocketPort);
    }

    /// <summary>
    /// Removes the socket that a killed server left, and the socket's lock file, which names a process id that may meanwhile
    /// belong to another process.
    /// </summary>
    public void RemoveLeftovers()
    {
        if (OperatingSystem.IsWindows())
            return;
        File.Delete(SocketPath(Host));
        File.Delete(SocketPath(Host) + ".lock");
    }

    public string ConnectionString(string password, string database) => ConnectionString(Cluster.Superuser, password, database);

    /// <summary>
    /// Returns the connection string of the service's user. Its password is made of the superuser's, so that no file more can be lost;
    /// nobody finds the superuser's by it.
    /// </summary>
    public string ServiceConnectionString(string password) => ConnectionString(
        Cluster.ServiceUser,
        Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(password), Encoding.UTF8.GetBytes(Cluster.ServiceUser))),
        Database);

    private string ConnectionString(string user, string password, string database) => new NpgsqlConnectionStringBuilder
    {
        Host = Host,
        Port = Port,
        Username = user,
        Password = password,
        Database = database,
        // Nobody can listen in on a unix socket or the loopback. Each request for encryption would cost a round trip.
        SslMode = SslMode.Disable,
        GssEncryptionMode = GssEncryptionMode.Disable,
    }.ConnectionString;

    // Npgsql and PostgreSQL both read a comma as the end of one host. Quotes and backslashes have a meaning for PostgreSQL.
    private static bool IsUsable(string folder) =>
        Encoding.UTF8.GetByteCount(SocketPath(folder)) <= LongestSocketPath && folder.AsSpan().IndexOfAny(",\"'\\") < 0;

    private static string ShortFolder(DataFolder data)
    {
        byte[] hash = SHA256.HashData(Encoding.UTF8.GetBytes(data.Path));
        // The user's own temp folder is not used: on macOS its path is long again.
        return "/tmp/forceops-" + Convert.ToHexStringLower(hash.AsSpan(0, 8));
    }

    private static string SocketPath(string folder) =>
        Path.Combine(folder, ".s.PGSQL." + SocketPort.ToString(CultureInfo.InvariantCulture));

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
