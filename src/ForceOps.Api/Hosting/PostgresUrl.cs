using System.Globalization;
using Npgsql;

namespace ForceOps.Api.Hosting;

/// <summary>
/// Parses the URL form of PostgreSQL's connection settings, <c>postgresql://user:password@host:port/database?sslmode=require</c>,
/// which hosting platforms put into DATABASE_URL. The driver knows only its own form.
/// </summary>
internal static class PostgresUrl
{
    private static readonly string[] Schemes = ["postgresql://", "postgres://"];

    /// <summary>libpq's parameters that the driver has under another name.</summary>
    private static readonly Dictionary<string, string> Parameters = new(StringComparer.OrdinalIgnoreCase)
    {
        ["sslmode"] = "SSL Mode",
        ["sslcert"] = "SSL Certificate",
        ["sslkey"] = "SSL Key",
        ["sslpassword"] = "SSL Password",
        ["sslrootcert"] = "Root Certificate",
        ["channel_binding"] = "Channel Binding",
        ["gssencmode"] = "GSS Encryption Mode",
        ["connect_timeout"] = "Timeout",
        ["options"] = "Options",
        ["host"] = "Host",
        ["port"] = "Port",
        ["user"] = "Username",
        ["password"] = "Password",
        ["dbname"] = "Database",
        ["application_name"] = "Application Name",
        ["client_encoding"] = "Client Encoding",
        ["target_session_attrs"] = "Target Session Attributes",
    };

    internal static bool IsUrl(string text) => Schemes.Any(scheme => text.StartsWith(scheme, StringComparison.OrdinalIgnoreCase));

    /// <exception cref="FormatException">A part of the URL is wrong. The message names the part, and never quotes a password.</exception>
    internal static NpgsqlConnectionStringBuilder Parse(string text)
    {
        var rest = text[(text.IndexOf("://", StringComparison.Ordinal) + 3)..];
        var query = rest.IndexOf('?', StringComparison.Ordinal);
        var parameters = query < 0 ? "" : rest[(query + 1)..];
        rest = query < 0 ? rest : rest[..query];
        // The last @ counts: a password that is not encoded may have one.
        var at = rest.LastIndexOf('@');
        var user = at < 0 ? "" : rest[..at];
        rest = rest[(at + 1)..];
        var slash = rest.IndexOf('/', StringComparison.Ordinal);
        var connection = new NpgsqlConnectionStringBuilder();
        SetUser(connection, user);
        SetServer(connection, slash < 0 ? rest : rest[..slash]);
        if (slash >= 0 && slash + 1 < rest.Length)
            connection.Database = Uri.UnescapeDataString(rest[(slash + 1)..]);
        foreach (var parameter in parameters.Split('&', StringSplitOptions.RemoveEmptyEntries))
            SetParameter(connection, parameter);
        return connection;
    }

    private static void SetUser(NpgsqlConnectionStringBuilder connection, string user)
    {
        if (user.Length == 0)
            return;
        var colon = user.IndexOf(':', StringComparison.Ordinal);
        connection.Username = Uri.UnescapeDataString(colon < 0 ? user : user[..colon]);
        if (colon >= 0)
            connection.Password = Uri.UnescapeDataString(user[(colon + 1)..]);
    }

    private static void SetServer(NpgsqlConnectionStringBuilder connection, string server)
    {
        // The colons of an IPv6 address are inside brackets.
        var colon = server.LastIndexOf(':');
        var hasPort = colon > server.LastIndexOf(']');
        var host = Uri.UnescapeDataString(hasPort ? server[..colon] : server).Trim('[', ']');
        connection.Host = host.Length == 0 ? "localhost" : host;
        if (!hasPort)
            return;
        var isNumber = int.TryParse(server[(colon + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out var port);
        connection.Port = isNumber && port is > 0 and <= 65535 ? port : throw new FormatException("its port is no number from 1 to 65535");
    }

    private static void SetParameter(NpgsqlConnectionStringBuilder connection, string parameter)
    {
        var cut = parameter.IndexOf('=', StringComparison.Ordinal);
        var name = cut < 0 ? parameter : parameter[..cut];
        if (!Parameters.TryGetValue(name, out var keyword))
            throw new FormatException($"its parameter {name} is unknown");
        // libpq writes verify-full, the driver VerifyFull.
        var value = Uri.UnescapeDataString(parameter[(cut + 1)..]);
        try
        {
            connection[keyword] = keyword is "SSL Mode" ? value.Replace("-", "", StringComparison.Ordinal) : value;
        }
        catch (Exception error) when (error is ArgumentException or FormatException or InvalidCastException or OverflowException)
        {
            throw new FormatException($"its parameter {name} has a wrong value", error);
        }
    }
}
