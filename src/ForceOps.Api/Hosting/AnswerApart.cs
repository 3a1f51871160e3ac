using System.Diagnostics.CodeAnalysis;
using Microsoft.AspNetCore.Http.Features;

namespace ForceOps.Api.Hosting;

/// <summary>
/// Lets an endpoint write its answer into memory, so that the request can be answered without the endpoint. An answer of the
/// sandbox or of a card is a page of a list at most: a few kilobytes, or some ten megabytes for a thousand events with the longest
/// metadata.
/// </summary>
[SuppressMessage("Reliability", "CA1001", Justification = "An abandoned endpoint still writes into it; memory alone is held.")]
internal sealed class AnswerApart
{
    private readonly Head _head;
    private readonly MemoryStream _body = new();
    private readonly StreamResponseBodyFeature _writer;

    internal AnswerApart(HttpContext http)
    {
        _head = new Head(http.Response);
        _writer = new StreamResponseBodyFeature(_body);
        // What is made on first use must be made here, or the two contexts would have one each.
        _ = (http.RequestServices, http.Items);
        var features = new FeatureCollection(http.Features);
        features.Set<IHttpResponseFeature>(_head);
        features.Set<IHttpResponseBodyFeature>(_writer);
        Http = new DefaultHttpContext(features);
    }

    /// <summary>The request, with a response of its own.</summary>
    internal HttpContext Http { get; }

    /// <summary>Sends what the endpoint has written.</summary>
    internal async Task SendAsync(HttpContext http)
    {
        await _writer.CompleteAsync();
        await _head.StartAsync();
        http.Response.StatusCode = _head.StatusCode;
        foreach (var (name, value) in _head.Headers)
            http.Response.Headers[name] = value;
        if (_body.Length == 0)
            return;
        http.Response.ContentLength ??= _body.Length;
        await http.Response.Body.WriteAsync(_body.GetBuffer().AsMemory(0, (int)_body.Length));
    }

    /// <summary>
    /// Holds the status and the headers. The framework's own feature forgets callbacks, and with them the clearing of card numbers
    /// from buffered bodies.
    /// </summary>
    private sealed class Head(HttpResponse sent) : HttpResponseFeature
    {
        private readonly Stack<(Func<object, Task> Callback, object State)> _starting = new();

        public override void OnStarting(Func<object, Task> callback, object state) => _starting.Push((callback, state));

        /// <summary>Hands the callback on: the request is complete when what was sent is, and its endpoint has ended.</summary>
        public override void OnCompleted(Func<object, Task> callback, object state) => sent.OnCompleted(callback, state);

        internal async Task StartAsync()
        {
            while (_starting.TryPop(out var item))
                await item.Callback(item.State);
        }
    }
}
