using System.Collections.Concurrent;
using System.Text.Json.Nodes;

namespace ForceOps.Api.Tests.Attack.Clients;

/// <summary>float-amount: the tax is put on the amount and taken off again, with binary fractions.</summary>
internal sealed class BinaryFractionClient(ClientSeat seat) : CarefulClient(seat)
{
    protected override JsonObject BodyOf(Operation operation)
    {
        var body = base.BodyOf(operation);
        var net = (double)operation.Amount;
        body["amount"] = (net * 1.19) - (net * 0.19);
        return body;
    }
}

/// <summary>clock-skew: every second payment is made by a server whose clock has the time of another zone.</summary>
internal sealed class TwoClocksClient(ClientSeat seat) : CarefulClient(seat)
{
    private readonly ConcurrentDictionary<string, int> _hoursAhead = new(StringComparer.Ordinal);
    private int _payments;

    protected override JsonObject BodyOf(Operation operation)
    {
        var body = base.BodyOf(operation);
        var ahead = _hoursAhead.GetOrAdd(operation.TrackingId, _ => Interlocked.Increment(ref _payments) % 2 == 0 ? 1 : 0);
        body["value_date"] = operation.Begun.AddHours(ahead).ToString("yyyy-MM-dd'T'HH:mm:ss'Z'");
        return body;
    }
}

/// <summary>expired-token-reuse: a token that was refused is sent again.</summary>
internal sealed class OldTokenClient(ClientSeat seat) : CarefulClient(seat)
{
    protected override void OnUnauthorized()
    {
    }
}

/// <summary>one-token-per-request: each call asks for a token of its own.</summary>
internal sealed class FreshTokenClient(ClientSeat seat) : CarefulClient(seat)
{
    protected override Task<string> TokenAsync(CancellationToken stop) => NewTokenAsync(stop);
}

/// <summary>connection-per-request: each call makes an HTTP client of its own.</summary>
internal sealed class FreshConnectionClient(ClientSeat seat) : CarefulClient(seat)
{
    protected override async Task<HttpResponseMessage> CallAsync(HttpRequestMessage request, CancellationToken stop)
    {
        using var http = new HttpClient();
        return await http.SendAsync(request, stop);
    }
}

/// <summary>header-missing: no call says which work it is a part of.</summary>
internal sealed class AnonymousClient(ClientSeat seat) : CarefulClient(seat)
{
    protected override string? CidOf(Operation operation) => null;
}
