using System.Net.Sockets;
using ForceOps.Api.Settings;
using ForceOps.Postgres.Schema;
using Npgsql;

namespace ForceOps.Api.Hosting;

/// <summary>
/// Holds the address of the PostgreSQL that the user chose, and describes it and its failures without the password.
/// </summary>
/// <param name="Setting">The setting that names the database.</param>
/// <param name="Connection">The parsed connection string.</param>
internal sealed record LedgerAddress(string Setting, NpgsqlConnectionStringBuilder Connection)
{
    internal const string Name = "Ledger";
    internal const string OwnerName = "Migrations";

    private const string UrlVariable = "DATABASE_URL";
    private const string Forms =
        "Write Host=...;Port=...;Username=...;Password=...;Database=..., or postgresql://user:password@host:port/database.";

    /// <summary>Host, port and database, for messages.</summary>
    internal string Where => $"host {Connection.Host}, port {Connection.Port}, database {Database}";

    private string Database => Connection.Database ?? Connection.Username ?? "of the user's name";

    /// <summary>The setting and the place, for messages. The password is not in it.</summary>
    internal string Named => $"the PostgreSQL of {Setting} ({Where})";

    /// <summary>
    /// Reads the address as the service's user and, where it is set, as the owner of the tables. Both are null when no setting names a
    /// database, and the embedded one is used.
    /// </summary>
    internal static (LedgerAddress? Address, LedgerAddress? Owner, string? Problem) Read(IConfiguration configuration)
    {
        var given = configuration.GetConnectionString(Name);
        var (address, problem) = string.IsNullOrWhiteSpace(given)
            ? Read(UrlVariable, configuration[UrlVariable])
            : Read($"ConnectionStrings:{Name}", given);
        if (problem is not null)
            return (null, null, problem);
        var (owner, ownersProblem) = Read($"ConnectionStrings:{OwnerName}", configuration.GetConnectionString(OwnerName));
        return (address, owner, ownersProblem ?? Together(address, owner));
    }

    private static string? Together(LedgerAddress? address, LedgerAddress? owner) =>
        owner is null ? null
        : address is null ? $"{owner.Setting} is set, and ConnectionStrings:{Name} is not: the first is the owner of the tables, "
            + "the second the user that the service works as. Set both; or the second alone, to be both"
        : string.IsNullOrEmpty(address.Connection.Username) ? $"{address.Setting} names no user, and {owner.Setting} is set, so that the "
            + "service can work as another user than the owner of the tables. Name the user"
        : null;

    private static (LedgerAddress? Address, string? Problem) Read(string setting, string? given)
    {
        var text = given?.Trim();
        if (string.IsNullOrEmpty(text))
            return (null, null);
        try
        {
            var connection = PostgresUrl.IsUrl(text) ? PostgresUrl.Parse(text) : new NpgsqlConnectionStringBuilder(text);
            return string.IsNullOrEmpty(connection.Host)
                ? (null, $"{setting} is no connection string: it names no host. {Forms}")
                : (new LedgerAddress(setting, connection), null);
        }
        catch (FormatException error)
        {
            return (null, $"{setting} is no connection string: {error.Message}. {Forms}");
        }
        // The driver's own words may quote a part of a password that has a semicolon in it.
        catch (Exception error) when (error is ArgumentException or InvalidCastException or OverflowException)
        {
            return (null, $"{setting} is no connection string: {Misspelt(text) ?? "it has another form"}. {Forms}");
        }
    }

    /// <summary>Says that the database is another program's, and what to do.</summary>
    internal string Describe(ForeignDatabaseException error)
    {
        var without = Setting is UrlVariable
            ? $"Other programs read {UrlVariable} too: set ConnectionStrings:{Name}, which counts before it, or unset it"
            : "Name another database in the setting";
        return $"{Named} is the database of another program: {error.Message}. Nothing was made in it. {without}; "
            + "a database that does not exist is created.";
    }

    /// <summary>Says what a failed connection means, and what to do.</summary>
    internal string Describe(NpgsqlException error)
    {
        var server = Named;
        if (error is not PostgresException answer)
        {
            return Cause(error) is { } cause
                ? $"{server} does not answer: {cause}. Start it, or correct the setting."
                : $"{server} cannot be used: {error.Message.TrimEnd('.')}. Correct the setting; SSL Mode (or sslmode) chooses encryption.";
        }
        return answer.SqlState switch
        {
            PostgresErrorCodes.InvalidPassword or PostgresErrorCodes.InvalidAuthorizationSpecification =>
                $"{server} does not let the user {Connection.Username} in: {answer.MessageText}. Correct user and password in the setting.",
            PostgresErrorCodes.InsufficientPrivilege when answer.MessageText.Contains("create database", StringComparison.Ordinal) =>
                $"{server} has no database {Database}, and the user {Connection.Username} may not create it. "
                    + "Create it, or correct the setting.",
            PostgresErrorCodes.InsufficientPrivilege when answer.MessageText.Contains("create role", StringComparison.Ordinal) =>
                $"{server} does not let the user {Connection.Username} make the user of ConnectionStrings:{Name}. Make it yourself, "
                    + "with CREATE ROLE and LOGIN; the start gives it its rights.",
            PostgresErrorCodes.InsufficientPrivilege =>
                $"{server} does not let the user {Connection.Username} make its tables: {answer.MessageText}. "
                    + $"Make the user the owner of the database, or let ConnectionStrings:{OwnerName} name the owner.",
            _ => $"{server} refuses: {answer.MessageText} (SQLSTATE {answer.SqlState}). Correct the setting or the server.",
        };
    }

    /// <summary>Says which right the user lacks, and what to do.</summary>
    internal string Describe(RightMissingException error) =>
        $"{Named} does not let the user {error.User ?? Connection.Username} do what the service does ({error.Message}). "
            + $"Let ConnectionStrings:{OwnerName} name the owner of the tables at one start, which gives the user its rights.";

    /// <summary>Returns the cause of a failure of the network; null for another failure.</summary>
    internal static string? Cause(Exception error)
    {
        for (Exception? inner = error; inner is not null; inner = inner.InnerException)
        {
            if (inner is SocketException socket)
            {
                return socket.SocketErrorCode switch
                {
                    SocketError.ConnectionRefused => "connection refused",
                    SocketError.HostNotFound or SocketError.TryAgain or SocketError.NoData => "no such host",
                    _ => socket.Message,
                };
            }
            if (inner is TimeoutException)
                return "no answer in time";
        }
        return null;
    }

    /// <summary>Names a keyword that is nearly one of the driver's. Another word may be a part of the password, and is not said.</summary>
    private static string? Misspelt(string text)
    {
        string[] known = ["Host", "Server", "Port", "Username", "User ID", "Password", "Database", "SSL Mode", "Timeout"];
        return text.Split(';').Select(part => part.Split('=')[0].Trim())
            .Where(word => word.Length > 2 && !known.Contains(word, StringComparer.OrdinalIgnoreCase))
            .Select(word => NearestName.Of(word, known) is { } nearest ? $"it has {word}, where {nearest} may be meant" : null)
            .FirstOrDefault(found => found is not null);
    }
}
