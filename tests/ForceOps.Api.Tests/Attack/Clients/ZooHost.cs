using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace ForceOps.Api.Tests.Attack.Clients;

/// <summary>
/// Serves all clients on one port: each is driven, is told of events and is asked what it believes under a path of its own.
/// </summary>
internal sealed class ZooHost : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly ConcurrentDictionary<string, CarefulClient> _clients = new(StringComparer.Ordinal);

    private ZooHost()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        _app = builder.Build();
        _app.Urls.Add("http://127.0.0.1:0");
        _app.MapPost("/{client}/pay", async (string client, Work work) => AnswerOf(await _clients[client].PayAsync(work)));
        _app.MapPost("/{client}/webhooks", async (string client, HttpRequest request) =>
        {
            using var reader = new StreamReader(request.Body);
            return Results.StatusCode(_clients[client].Receive(request.Headers, await reader.ReadToEndAsync()));
        });
        _app.MapGet("/{client}/balance/{account:long}", (string client, long account) =>
            Results.Ok(new { balance = _clients[client].BalanceOf(account) }));
    }

    internal static async Task<ZooHost> StartAsync()
    {
        var host = new ZooHost();
        await host._app.StartAsync();
        return host;
    }

    /// <summary>Lets a client in; answers its address.</summary>
    internal Uri Add(string name, CarefulClient client)
    {
        _clients[name] = client;
        return new Uri($"{_app.Urls.Single()}/{name}/");
    }

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        foreach (var client in _clients.Values)
            client.Dispose();
    }

    /// <summary>2xx says that the work is done, and nothing else does.</summary>
    private static IResult AnswerOf(Ending ending) => ending switch
    {
        Ending.Posted => Results.Ok(new { state = "posted" }),
        Ending.Refused => Results.UnprocessableEntity(new { state = "refused" }),
        Ending.Open => Results.Json(new { state = "unknown" }, statusCode: StatusCodes.Status503ServiceUnavailable),
    };
}
