using System.Security.Cryptography;
using System.Text;
using ForceOps.Postgres.Reads;
using ForceOps.Postgres.Schema;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace ForceOps.Postgres.Webhooks;

/// <summary>Webhooks as people set them up and look at them. Delivery goes through <see cref="WebhookLockSession"/>.</summary>
public sealed class WebhookStore(IDbContextFactory<LedgerDbContext> contexts, NpgsqlDataSource database, TimeProvider clock)
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

    /// <summary>Makes or changes a webhook. A new one begins at <paramref name="position"/> and has the secret <paramref name="made"/> unless the change brings one.</summary>
    public async Task<(WebhookRow Row, bool IsNew)> SetAsync(
        OrgId org, string name, WebhookChange change, string made, EventCursor position)
    {
        await using var context = await contexts.CreateDbContextAsync();
        return await SetAsync(context, org, name, change, made, position);
    }

    internal async Task<(WebhookRow Row, bool IsNew)> SetAsync(
        LedgerDbContext context, OrgId org, string name, WebhookChange change, string made, EventCursor position)
    {
        var inserted = await context.Database.ExecuteSqlAsync(
            $"""
            INSERT INTO webhooks (org, name, url, types, secret, created_at, position_id, position_part)
            VALUES ({org.Value}, {name}, {change.Url}, {change.Types}, {change.Secret ?? made}, {clock.GetUtcNow()}, {position.AuthorizationId}, {position.Part})
            ON CONFLICT DO NOTHING
            """);
        if (inserted == 0)
        {
            await context.Database.ExecuteSqlAsync(
                $"""
                UPDATE webhooks SET url = {change.Url}, types = {change.Types}, secret = coalesce({change.Secret}, secret), version = version + 1
                WHERE org = {org.Value} AND name = {name}
                """);
        }
        var row = await context.Webhooks.SingleOrDefaultAsync(item => item.Org == org.Value && item.Name == name);
        // Removed by somebody else in between: it is made anew.
        return row is null ? await SetAsync(context, org, name, change, made, position) : (row, inserted > 0);
    }

    public async Task<bool> DeleteAsync(OrgId org, string name)
    {
        await using var context = await contexts.CreateDbContextAsync();
        return await context.Webhooks.Where(row => row.Org == org.Value && row.Name == name).ExecuteDeleteAsync() > 0;
    }

    /// <summary>Everything behind the position is delivered again.</summary>
    public async Task<bool> ReplayAsync(OrgId org, string name, EventCursor after)
    {
        await using var context = await contexts.CreateDbContextAsync();
        return await context.Webhooks.Where(row => row.Org == org.Value && row.Name == name).ExecuteUpdateAsync(
            set => set.SetProperty(row => row.PositionId, after.AuthorizationId).SetProperty(row => row.PositionPart, after.Part)
                .SetProperty(row => row.Run, row => row.Run + 1).SetProperty(row => row.Version, row => row.Version + 1)
                .SetProperty(row => row.FailingSince, (DateTimeOffset?)null)) > 0;
    }

    /// <summary>Newest events first, each with all its tries in their order.</summary>
    public async Task<IReadOnlyList<IReadOnlyList<WebhookTryRow>>> DeliveriesAsync(
        OrgId org, string name, EventCursor? before, int limit)
    {
        await using var context = await contexts.CreateDbContextAsync();
        var tries = context.WebhookTries.Where(row => row.Org == org.Value && row.Name == name);
        var wanted = before is { } end
            ? tries.Where(row => row.AuthorizationId < end.AuthorizationId || (row.AuthorizationId == end.AuthorizationId && row.Part < end.Part))
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

    /// <summary>The latest try of each event behind the webhook's position, of its present run: what a process that takes over must know.</summary>
    public async Task<IReadOnlyDictionary<EventCursor, WebhookTryRow>> LatestTriesAsync(WebhookRow webhook)
    {
        await using var context = await contexts.CreateDbContextAsync();
        var rows = await context.WebhookTries
            .Where(row => row.Org == webhook.Org && row.Name == webhook.Name && row.AuthorizationId >= webhook.PositionId && row.Run == webhook.Run)
            .OrderBy(row => row.Attempt).ToListAsync();
        var latest = new Dictionary<EventCursor, WebhookTryRow>();
        foreach (var row in rows)
            latest[new EventCursor(row.AuthorizationId, row.Part)] = row;
        return latest;
    }
}

/// <summary>What a webhook is to be.</summary>
/// <param name="Url">Where events go.</param>
/// <param name="Types">Which ones, with spaces between them; empty: all.</param>
/// <param name="Secret">Null keeps the secret that there is.</param>
public sealed record WebhookChange(string Url, string Types, string? Secret);

/// <summary>The key that a webhook's requests are signed with. <c>whsec_</c> and base64, by Standard Webhooks; any other text counts as its own bytes.</summary>
public static class WebhookSecret
{
    public const string Prefix = "whsec_";
    public const int LengthMax = 256;

    /// <summary>Within the 24 to 64 bytes that Standard Webhooks asks for.</summary>
    private const int BytesMade = 32;

    public static string Make() => Prefix + Convert.ToBase64String(RandomNumberGenerator.GetBytes(BytesMade));

    /// <summary>Null when the text is no secret.</summary>
    public static byte[]? BytesOf(string secret)
    {
        if (secret is not { Length: > 0 and <= LengthMax })
            return null;
        if (!secret.StartsWith(Prefix, StringComparison.Ordinal))
            return Encoding.UTF8.GetBytes(secret);
        var bytes = new byte[secret.Length];
        return Convert.TryFromBase64String(secret[Prefix.Length..], bytes, out var length) && length > 0 ? bytes[..length] : null;
    }
}
