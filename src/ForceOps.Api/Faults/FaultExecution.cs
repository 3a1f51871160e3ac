using ForceOps.Api.Http;
using ForceOps.Api.Journal;
using ForceOps.Api.Settings;
using ForceOps.Findings;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Options;

namespace ForceOps.Api.Faults;

/// <summary>
/// Applies a fault to a request. The gate of the dialect reads the effects on a later posting (delay) and on the acquirer's
/// answer from the request's features and applies them itself.
/// </summary>
internal sealed class FaultExecution(IHostApplicationLifetime lifetime, IOptions<ForceOpsOptions> options, TimeProvider clock)
{
    private const string Html = "text/html; charset=utf-8";

    /// <summary>What proxies answer when the service behind them hangs up.</summary>
    private static readonly ReadOnlyMemory<byte> GatewayPage =
        "<html><head><title>502 Bad Gateway</title></head><body><center><h1>502 Bad Gateway</h1></center></body></html>"u8.ToArray();

    internal async Task RunAsync(HttpContext http, RequestDelegate next, IEmulatedApi api, InjectedFault fault)
    {
        http.Features.Set(fault);
        RecordedRequest.Of(http)?.Fault = RecordedText.Of(fault.Name);
        // The header is set whatever answers in the end, so that nobody takes a fault for a bug.
        http.Response.OnStarting(() =>
        {
            http.Response.Headers[FaultHeader.Name] = fault.Name;
            return Task.CompletedTask;
        });
        if (EndsEarly(fault) && http.GetEndpoint()?.Metadata.GetMetadata<MovesMoney>() is not null
            && RecordedRequest.Of(http) is { } entry && !await NoteAsync(http, api, entry)
            && fault.Effect is { Drop: null, Status: null })
        {
            await api.Refuse(http, Refusal.BodyTooLarge).ExecuteAsync(http);
            return;
        }
        if (fault.Latency > TimeSpan.Zero && !await WaitAsync(fault.Latency, http.RequestAborted))
            return;
        if (fault.Effect.Drop is FaultDrop.BeforeCommit or FaultDrop.AllConnections)
            AnswerStatus.Drop(http);
        else if (fault.Effect.Status is { } status)
            await AnswerAsync(http, api, fault.Effect, status);
        else if (fault.Effect.Drop == FaultDrop.AfterCommit)
            await DropAfterAsync(http, next);
        else if (fault.Effect.Answer is { } damage)
            await DamageAsync(http, next, damage);
        else
            await next(http);
    }

    /// <summary>Returns true when the request may end before a gate has read its body: the client may hang up meanwhile.</summary>
    private static bool EndsEarly(InjectedFault fault) =>
        fault.Effect is { Status: not null } or { Drop: FaultDrop.BeforeCommit or FaultDrop.AllConnections }
        || fault.Latency > TimeSpan.Zero;

    /// <summary>
    /// Notes in the journal what was asked for, since the fault may keep it from the gate. Returns false when the body is too large; then
    /// it cannot be read again.
    /// </summary>
    private async Task<bool> NoteAsync(HttpContext http, IEmulatedApi api, RecordedRequest entry)
    {
        if (await BufferedBody.ReadAsync(http.Request, options.Value.BodyBytesMax) is not { } body)
            return false;
        entry.Request ??= api.Recorded(http.Request, body.Span);
        return true;
    }

    /// <summary>
    /// Waits for the latency. Returns false when the caller hung up; then nothing is done. A stop of the service ends the wait,
    /// and the request goes on.
    /// </summary>
    private async Task<bool> WaitAsync(TimeSpan latency, CancellationToken hungUp)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(hungUp, lifetime.ApplicationStopping);
        await Task.Delay(latency, clock, either.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return !hungUp.IsCancellationRequested;
    }

    private static async Task DropAfterAsync(HttpContext http, RequestDelegate next)
    {
        try
        {
            await AnswerIntoAsync(http, next, Stream.Null);
        }
        finally
        {
            AnswerStatus.Drop(http);
        }
    }

    /// <summary>
    /// Processes the request and writes its answer to a stream instead of the connection, so that not a byte of it can go out by itself.
    /// </summary>
    private static async Task AnswerIntoAsync(HttpContext http, RequestDelegate next, Stream stream)
    {
        var wire = http.Features.GetRequiredFeature<IHttpResponseBodyFeature>();
        var kept = new StreamResponseBodyFeature(stream);
        http.Features.Set<IHttpResponseBodyFeature>(kept);
        try
        {
            await next(http);
            await kept.CompleteAsync();
        }
        finally
        {
            http.Features.Set(wire);
        }
    }

    /// <summary>Processes the request, keeps its answer back, and sends what is left of it.</summary>
    private static async Task DamageAsync(HttpContext http, RequestDelegate next, AnswerFault damage)
    {
        using var kept = new MemoryStream();
        await AnswerIntoAsync(http, next, kept);
        ReadOnlyMemory<byte> body = kept.ToArray();
        // An answer without a body has no middle and no type; it is made behind this fault, and would arrive whole.
        if (body.IsEmpty)
        {
            AnswerStatus.Drop(http);
            return;
        }
        switch (damage)
        {
            case AnswerFault.Cut:
                RecordedRequest.Of(http)?.Fate = AnswerFate.Cut;
                http.Response.ContentLength = body.Length;
                await http.Response.Body.WriteAsync(body[..(body.Length / 2)]);
                await http.Response.Body.FlushAsync();
                http.Abort();
                break;
            case AnswerFault.GatewayPage:
                var connection = http.Response.Headers.Connection;
                http.Response.Headers.Clear();
                http.Response.Headers.Connection = connection;
                http.Response.StatusCode = StatusCodes.Status502BadGateway;
                http.Response.ContentType = Html;
                http.Response.ContentLength = GatewayPage.Length;
                await http.Response.Body.WriteAsync(GatewayPage);
                break;
            case AnswerFault.WrongType:
                http.Response.ContentType = Html;
                await http.Response.Body.WriteAsync(body);
                break;
        }
    }

    private static async Task AnswerAsync(HttpContext http, IEmulatedApi api, FaultEffect effect, int status)
    {
        RecordedRequest.Of(http)?.Failed(FailedCheck.Fault);
        if (effect.Body is { } body)
        {
            if (status == StatusCodes.Status401Unauthorized)
                http.Response.Headers.WWWAuthenticate = api.Challenge;
            SetHead(http, effect, status);
            if (string.IsNullOrEmpty(http.Response.ContentType))
                http.Response.ContentType = effect.ContentType;
            // The length is set for an empty body too, so that no later component writes another text in its place.
            http.Response.ContentLength = System.Text.Encoding.UTF8.GetByteCount(body);
            await http.Response.WriteAsync(body);
            return;
        }
        if (status < StatusCodes.Status400BadRequest)
        {
            SetHead(http, effect, status);
            return;
        }
        // The answer has the dialect's own form; its headers come from the effect where both name one.
        http.Response.OnStarting(() =>
        {
            SetHead(http, effect, status);
            return Task.CompletedTask;
        });
        await api.RefuseWith(status).ExecuteAsync(http);
    }

    private static void SetHead(HttpContext http, FaultEffect effect, int status)
    {
        http.Response.StatusCode = status;
        foreach (var (name, value) in effect.Headers)
            http.Response.Headers[name] = value;
    }
}
