namespace ForceOps.Postgres.Embedded;

/// <summary>
/// The embedded server cannot run here. The message is written for the person who started the service: what is wrong, what to do.
/// </summary>
public sealed class EmbeddedPostgresException : Exception
{
    internal EmbeddedPostgresException(string message, Exception? cause = null)
        : base(message, cause)
    {
    }
}
