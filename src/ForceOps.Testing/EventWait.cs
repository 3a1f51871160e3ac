using System.Diagnostics;
using System.Globalization;
using System.Text.Json;

namespace ForceOps.Testing;

/// <summary>Is something that happened in an org, as webhooks get it.</summary>
public sealed class ForceOpsEvent
{
    internal ForceOpsEvent(JsonElement item)
    {
        Id = item.GetProperty("event_id").GetString()!;
        Type = item.GetProperty("event_type").GetString()!;
        Domain = item.GetProperty("domain").GetString()!;
        Data = item.GetProperty("data");
    }

    /// <summary>Gets the id, which is the same in every delivery.</summary>
    public string Id { get; }

    /// <summary>Gets the type, such as <c>authorization-event</c>.</summary>
    public string Type { get; }

    /// <summary>Gets the domain of the type, such as <c>authorization</c>.</summary>
    public string Domain { get; }

    /// <summary>Gets what the event says, by its type.</summary>
    public JsonElement Data { get; }
}

/// <summary>Waits for events of an org.</summary>
internal sealed class EventWait(SandboxClient client)
{
    private const int PageSize = 1000;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    internal async Task<IReadOnlyList<ForceOpsEvent>> WaitAsync(
        int count, string? type, long? account, TimeSpan? timeout, CancellationToken stop)
    {
        var patience = timeout ?? Patience;
        var query = $"limit={PageSize}&type={Uri.EscapeDataString(type ?? "*")}"
            + (account is { } id ? string.Create(CultureInfo.InvariantCulture, $"&account={id}") : "");
        var began = Stopwatch.GetTimestamp();
        var found = new List<ForceOpsEvent>();
        var after = "0";
        while (true)
        {
            after = await ReadAsync(found, query, after, stop).ConfigureAwait(false);
            if (found.Count >= count)
                return found;
            if (Stopwatch.GetElapsedTime(began) >= patience)
                throw new ForceOpsException(await DescribeAsync(count, type, account, patience, found, stop).ConfigureAwait(false));
            await Task.Delay(Pause, stop).ConfigureAwait(false);
        }
    }

    /// <summary>Reads what came behind a cursor, and returns the cursor of the last one.</summary>
    private async Task<string> ReadAsync(List<ForceOpsEvent> found, string query, string after, CancellationToken stop)
    {
        for (string? next = after; next is not null;)
        {
            var page = await client.SendAsync(HttpMethod.Get, $"events?{query}&after={next}", null, stop).ConfigureAwait(false);
            found.AddRange(page.GetProperty("items").EnumerateArray().Select(item => new ForceOpsEvent(item)));
            after = page.GetProperty("last").GetString() ?? after;
            next = page.GetProperty("next").GetString();
        }
        return after;
    }

    private async Task<string> DescribeAsync(
        int count, string? type, long? account, TimeSpan patience, List<ForceOpsEvent> found, CancellationToken stop)
    {
        var all = new List<ForceOpsEvent>();
        await ReadAsync(all, $"limit={PageSize}&type=*", "0", stop).ConfigureAwait(false);
        var came = all.CountBy(one => one.Type, StringComparer.Ordinal).Select(kind => $"{kind.Value} {kind.Key}").ToList();
        return $"Waited {patience.TotalSeconds:0.#} s for {count} events {type ?? "of any type"}"
            + (account is { } id ? string.Create(CultureInfo.InvariantCulture, $" of account {id}") : "")
            + $" in {client.Tenant}, and {found.Count} came. All events of the org so far: {(came.Count == 0 ? "none" : string.Join(", ", came))}.";
    }
}
