using System.Security.Cryptography;
using ForceOps.Postgres.Reads;
using ForceOps.Postgres.Schema;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace ForceOps.Postgres.Webhooks;

/// <summary>Reads webhooks and sets them up, as people do. Delivery goes through <see cref="WebhookLockSession"/>.</summary>
public sealed class WebhookStore(
    IDbContextFactory<LedgerDbContext> contexts, NpgsqlDataSource database, SecretRotation rotation, TimeProvider clock)
{
    /// <summary>Opens the connection that delivers: a process has one at a time.</summary>
    public Task<WebhookLockSession> OpenLockSessionAsync() => WebhookLockSession.OpenAsync(database);

    public async Task<IReadOnlyList<WebhookRow>> ListAsync(OrgId org, string after, int limit)
    {
        await using var context = await contexts.CreateDbContextAsync();
        return await context.Webhooks.Where(row => row.Org == org.Value && string.Compare(row.Name, after) > 0)
            .OrderBy(row => row.Name).Take(limit).ToListAsync();
    }

    public async Task<WebhookRow?> FindAsync(OrgId org, string name)
    {
        await using var context = await contexts.CreateDbContextAsync();
        return await context.Webhooks.SingleOrDefaultAsync(row => row.Org == org.Value && row.Name == name);
    }

    /// <summary>
    /// Makes or changes a webhook. A new webhook begins at <paramref name="position"/> and has the secret
    /// <paramref name="made"/>, unless the change brings a secret. A webhook that its receiver switched off is on again.
    /// </summary>
    public async Task<(WebhookRow Row, bool IsNew)> SetAsync(
        OrgId org, string name, WebhookChange change, string made, EventCursor position)
    {
        await using var context = await contexts.CreateDbContextAsync();
        return await SetAsync(context, org, name, change, made, position);
    }

    internal async Task<(WebhookRow Row, bool IsNew)> SetAsync(
        LedgerDbContext context, OrgId org, string name, WebhookChange change, string made, EventCursor position)
    {
        var now = clock.GetUtcNow();
        var previousUntil = now + rotation.Overlap;
        DateTimeOffset? pausedSince = change.IsPaused is true ? now : null;
        var inserted = await context.Database.ExecuteSqlAsync(
            $"""
            INSERT INTO webhooks (org, name, url, types, secret, created_at, position_id, position_part, paused_since)
            VALUES ({org.Value}, {name}, {change.Url}, {change.Types}, {change.Secret ?? made}, {now}, {position.AuthorizationId}, {position.Part}, {pausedSince})
            ON CONFLICT DO NOTHING
            """);
        if (inserted == 0)
        {
            await context.Database.ExecuteSqlAsync(
                $"""
                UPDATE webhooks SET url = {change.Url}, types = {change.Types}, version = version + 1, off_since = NULL,
                    paused_since = CASE {change.IsPaused}::boolean WHEN true THEN coalesce(paused_since, {now}) WHEN false THEN NULL
                        ELSE paused_since END,
                    secret = coalesce({change.Secret}, secret),
                    previous_secret = CASE WHEN secret <> {change.Secret} THEN secret ELSE previous_secret END,
                    previous_secret_until = CASE WHEN secret <> {change.Secret} THEN {previousUntil} ELSE previous_secret_until END
                WHERE org = {org.Value} AND name = {name}
                """);
        }
        var row = await context.Webhooks.SingleOrDefaultAsync(item => item.Org == org.Value && item.Name == name);
        // Another caller has removed the webhook in between, so it is made anew.
        return row is null ? await SetAsync(context, org, name, change, made, position) : (row, inserted > 0);
    }

    public async Task<bool> DeleteAsync(OrgId org, string name)
    {
        await using var context = await contexts.CreateDbContextAsync();
        return await context.Webhooks.Where(row => row.Org == org.Value && row.Name == name).ExecuteDeleteAsync() > 0;
    }

    /// <summary>
    /// Sets the webhook's position, so that everything behind it is delivered again. Returns false when there is no such webhook.
    /// </summary>
    public async Task<bool> ReplayAsync(OrgId org, string name, EventCursor after)
    {
        await using var context = await contexts.CreateDbContextAsync();
        return await context.Webhooks.Where(row => row.Org == org.Value && row.Name == name).ExecuteUpdateAsync(
            set => set.SetProperty(row => row.PositionId, after.AuthorizationId).SetProperty(row => row.PositionPart, after.Part)
                .SetProperty(row => row.Run, row => row.Run + 1).SetProperty(row => row.Version, row => row.Version + 1)
                .SetProperty(row => row.FailingSince, (DateTimeOffset?)null).SetProperty(row => row.OffSince, (DateTimeOffset?)null)) > 0;
    }

    /// <summary>Reads deliveries, newest events first. Each event has all its tries in their order.</summary>
    public async Task<IReadOnlyList<IReadOnlyList<WebhookTryRow>>> DeliveriesAsync(
        OrgId org, string name, EventCursor? before, int limit)
    {
        await using var context = await contexts.CreateDbContextAsync();
        var tries = context.WebhookTries.Where(row => row.Org == org.Value && row.Name == name);
        var wanted = before is { } end
            ? tries.Where(row => row.AuthorizationId < end.AuthorizationId
                || (row.AuthorizationId == end.AuthorizationId && row.Part < end.Part))
            : tries;
        var page = await wanted.Select(row => new { row.AuthorizationId, row.Part }).Distinct()
            .OrderByDescending(row => row.AuthorizationId).ThenByDescending(row => row.Part).Take(limit).ToListAsync();
        if (page.Count == 0)
            return [];
        var (first, last) = (page[^1].AuthorizationId, page[0].AuthorizationId);
        var rows = await tries.Where(row => row.AuthorizationId >= first && row.AuthorizationId <= last)
            .OrderBy(row => row.Run).ThenBy(row => row.Attempt).ToListAsync();
        var byEvent = rows.ToLookup(row => new { row.AuthorizationId, row.Part });
        return [.. page.Select(item => byEvent[item].ToList())];
    }

    /// <summary>
    /// Reads the latest try of each event behind the webhook's position, of the webhook's present run. A process that takes over
    /// the delivery must know these tries.
    /// </summary>
    public async Task<IReadOnlyDictionary<EventCursor, WebhookTryRow>> LatestTriesAsync(WebhookRow webhook)
    {
        await using var context = await contexts.CreateDbContextAsync();
        var rows = await context.WebhookTries
            .Where(row => row.Org == webhook.Org && row.Name == webhook.Name && row.AuthorizationId >= webhook.PositionId
                && row.Run == webhook.Run)
            .OrderBy(row => row.Attempt).ToListAsync();
        var latest = new Dictionary<EventCursor, WebhookTryRow>();
        foreach (var row in rows)
            latest[new EventCursor(row.AuthorizationId, row.Part)] = row;
        return latest;
    }
}

/// <summary>Names the settings that a webhook is to have.</summary>
/// <param name="Url">The address to which events are sent.</param>
/// <param name="Types">The types of events to send, with spaces between them; empty for all types.</param>
/// <param name="Secret">The webhook's secret as <see cref="WebhookSecret.Read"/> returns it; null keeps the secret that there is.</param>
/// <param name="IsPaused">True lets it rest, and false lets it deliver; null leaves it as it is.</param>
public sealed record WebhookChange(string Url, string Types, string? Secret, bool? IsPaused = null);

/// <summary>Says how secrets change.</summary>
/// <param name="Overlap">The time after a change of a secret for which requests are signed with the previous secret too.</param>
public sealed record SecretRotation(TimeSpan Overlap);

/// <summary>
/// Makes and reads the secrets with which a webhook's requests are signed. By Standard Webhooks, a secret is 24 to 64 bytes in
/// Base64, with or without <c>whsec_</c> in front of it. It is stored and shown with the prefix.
/// </summary>
public static class WebhookSecret
{
    public const string Prefix = "whsec_";
    public const int BytesMin = 24;
    public const int BytesMax = 64;

    /// <summary>The length of a generated secret in bytes.</summary>
    private const int BytesMade = 32;

    public static string Make() => Prefix + Convert.ToBase64String(RandomNumberGenerator.GetBytes(BytesMade));

    /// <summary>Returns a secret that somebody gave in its stored form; null when the text is not a secret.</summary>
    public static string? Read(string text)
    {
        var bytes = Decode(text);
        return bytes is { Length: >= BytesMin and <= BytesMax } ? Prefix + Convert.ToBase64String(bytes) : null;
    }

    /// <summary>Returns the key of a stored secret. Secrets of earlier versions may have any length.</summary>
    public static byte[] KeyOf(string secret) => Decode(secret) ?? [];

    private static byte[]? Decode(string text)
    {
        var encoded = text.StartsWith(Prefix, StringComparison.Ordinal) ? text[Prefix.Length..] : text;
        var bytes = new byte[encoded.Length];
        return Convert.TryFromBase64String(encoded, bytes, out var length) ? bytes[..length] : null;
    }
}
