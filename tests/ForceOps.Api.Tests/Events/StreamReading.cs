using ForceOps.Api.Tests.Service;

namespace ForceOps.Api.Tests.Events;

/// <summary>A client of the event stream that reads line by line.</summary>
internal sealed class StreamReading : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly HttpClient _http;
    private readonly StreamReader _reader;

    private StreamReading(HttpClient http, StreamReader reader) => (_http, _reader) = (http, reader);

    public static async Task<StreamReading> OpenAsync(Tenant tenant, string query = "", params (string Name, string Value)[] headers)
    {
        var http = tenant.Service.CreateClient();
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/sandbox/events/stream{query}");
        request.Headers.Add("x-tenant", tenant.Org);
        foreach (var (name, value) in headers)
            request.Headers.Add(name, value);
        var answer = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        Assert.Equal("text/event-stream", answer.Content.Headers.ContentType?.ToString());
        var reader = new StreamReader(await answer.Content.ReadAsStreamAsync());
        Assert.Equal(": connected", await reader.ReadLineAsync());
        return new StreamReading(http, reader);
    }

    public async Task<List<(string Id, string Event, string Data)>> TakeAsync(int count)
    {
        var taken = new List<(string, string, string)>();
        while (taken.Count < count)
        {
            if (await LineAsync("id: ") is { } id && await LineAsync("event: ") is { } type && await LineAsync("data: ") is { } data)
                taken.Add((id, type, data));
        }
        return taken;
    }

    public async Task<string?> CommentAsync()
    {
        string? line;
        do
            line = await _reader.ReadLineAsync().WaitAsync(Patience);
        while (line?.StartsWith(':') == false);
        return line;
    }

    public async Task<bool> EndsAsync()
    {
        while (await _reader.ReadLineAsync().WaitAsync(Patience) is not null)
        {
            // To the end.
        }
        return true;
    }

    public ValueTask DisposeAsync()
    {
        _reader.Dispose();
        _http.Dispose();
        return ValueTask.CompletedTask;
    }

    private async Task<string> LineAsync(string head)
    {
        string? line;
        do
        {
            line = await _reader.ReadLineAsync().WaitAsync(Patience);
            Assert.NotNull(line);
        }
        while (!line.StartsWith(head, StringComparison.Ordinal));
        return line[head.Length..];
    }
}
