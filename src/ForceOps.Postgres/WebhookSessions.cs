using Npgsql;

namespace ForceOps.Postgres;

/// <summary>Opens sessions; a process has one at a time.</summary>
public sealed class WebhookSessions(NpgsqlDataSource database)
{
    public Task<WebhookSession> OpenAsync() => WebhookSession.OpenAsync(database);
}
