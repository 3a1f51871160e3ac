using System.Text.Json;

namespace ForceOps.Torture.Crash;

/// <summary>Reads an org's books by HTTP, as any client can.</summary>
internal static class BookReader
{
    /// <param name="caller">Who asks, and for which org.</param>
    /// <param name="lookedUp">The tracking ids to look up: those of operations that move nothing.</param>
    /// <param name="events">What a receiver of webhooks accepted; null when none takes part.</param>
    internal static async Task<Books> ReadAsync(Caller caller, IEnumerable<string> lookedUp, IReadOnlySet<string>? events)
    {
        var accounts = new Dictionary<long, BookAccount>();
        await foreach (var item in ItemsAsync(caller, "/sandbox/accounts"))
        {
            var account = new BookAccount(
                item.GetProperty("id").GetInt64(), item.GetProperty("balance").GetDecimal(), item.GetProperty("held").GetDecimal());
            accounts.Add(account.Id, account);
        }
        var movements = new List<BookMovement>();
        // An account without movements would show a balance of 0 in any case: only the others are asked for theirs.
        var check = (await caller.MustAsync(HttpMethod.Get, "/sandbox/check")).Json;
        foreach (var id in accounts.Count > 200 ? accounts.Values.Where(one => one.Balance != 0).Select(one => one.Id) : accounts.Keys)
        {
            await foreach (var item in ItemsAsync(caller, $"/sandbox/accounts/{id}/movements"))
            {
                movements.Add(new BookMovement(
                    item.GetProperty("id").GetInt64(), id, item.GetProperty("authorization_id").GetInt64(),
                    item.GetProperty("tracking_id").GetString()!, item.GetProperty("amount").GetDecimal(),
                    item.GetProperty("balance_after").GetDecimal()));
            }
        }
        var found = new Dictionary<string, long?>(StringComparer.Ordinal);
        foreach (var trackingId in lookedUp)
        {
            var answer = await caller.AskAsync(HttpMethod.Get, $"/sandbox/authorizations?tracking_id={trackingId}");
            found[trackingId] = answer.Status switch
            {
                200 => answer.Json.GetProperty("id").GetInt64(),
                404 => null,
                _ => throw new TortureException($"the look for {trackingId}: {answer.Status} {answer.Text}"),
            };
        }
        var all = (await caller.MustAsync(HttpMethod.Get, "/sandbox/check?all=true")).Json;
        return new Books(
            accounts, movements, found, check.GetProperty("checked").GetProperty("authorizations").GetInt64(),
            all.GetProperty("ok").GetBoolean() ? "" : all.GetProperty("problems").GetRawText(), events);
    }

    private static async IAsyncEnumerable<JsonElement> ItemsAsync(Caller caller, string path)
    {
        var after = "";
        while (true)
        {
            var page = (await caller.MustAsync(HttpMethod.Get, $"{path}?limit=1000{after}")).Json;
            foreach (var item in page.GetProperty("items").EnumerateArray())
                yield return item;
            if (page.GetProperty("next").GetString() is not { } next)
                yield break;
            after = $"&after={next}";
        }
    }
}
