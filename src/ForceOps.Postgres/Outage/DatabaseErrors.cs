using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace ForceOps.Postgres.Outage;

/// <summary>Reports that the database does not answer. The driver's own words for it are an <see cref="NpgsqlException"/> too.</summary>
public sealed class DatabaseSilentException() : NpgsqlException("the database does not answer", new TimeoutException());

/// <summary>Tells errors of a database that is away from errors of a statement, for everything outside of a batch.</summary>
public static class DatabaseErrors
{
    /// <summary>True when the same request can succeed later.</summary>
    public static bool IsOutage(Exception error) => Root(error) is NpgsqlException { IsTransient: true } || CannotWrite(error);

    /// <summary>True when the database refused to be written: it is read-only, a standby, or its disk is full.</summary>
    public static bool CannotWrite(Exception error) =>
        Root(error) is PostgresException { SqlState: PostgresErrorCodes.ReadOnlySqlTransaction or PostgresErrorCodes.DiskFull };

    private static Exception? Root(Exception error) => error is DbUpdateException ? error.InnerException : error;
}
