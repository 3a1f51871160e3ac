using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace ForceOps.Torture.Fuzz;

/// <summary>What came back, or what came instead.</summary>
/// <param name="Status">0 when no answer came.</param>
/// <param name="Trouble">What is wrong with the answer as HTTP; null when nothing is.</param>
internal sealed record WireAnswer(int Status, IReadOnlyList<(string Name, string Value)> Headers, byte[] Body, string? Trouble, bool Hangs)
{
    internal string Text => Encoding.UTF8.GetString(Body);

    internal string? Header(string name) =>
        Headers.FirstOrDefault(header => header.Name.Equals(name, StringComparison.OrdinalIgnoreCase)).Value;
}

/// <summary>
/// HTTP as bytes over one connection that is kept: what a well-behaved client cannot send goes out as it is, and an answer that is not
/// exactly as long as it says is noticed.
/// </summary>
internal sealed class WireConnection(Uri url) : IDisposable
{
    private static readonly TimeSpan LookIntoStream = TimeSpan.FromMilliseconds(150);
    private const int SizeMax = 64 << 20;

    private Socket? _socket;
    private byte[] _buffer = new byte[16384];
    private int _filled;

    /// <param name="isHalf">The sending half of the connection is closed after the bytes.</param>
    internal async Task<WireAnswer> SendAsync(byte[] request, string method, bool isHalf, TimeSpan patience)
    {
        var wasOpen = _socket is not null;
        var answer = await TryAsync(request, method, isHalf, patience);
        // The server may have closed a connection that was kept; that is no answer to this request.
        return wasOpen && answer is { Status: 0, Hangs: false } ? await TryAsync(request, method, isHalf, patience) : answer;
    }

    public void Dispose()
    {
        _socket?.Dispose();
        (_socket, _filled) = (null, 0);
    }

    private async Task<WireAnswer> TryAsync(byte[] request, string method, bool isHalf, TimeSpan patience)
    {
        using var limit = new CancellationTokenSource(patience);
        try
        {
            if (_socket is null)
            {
                _socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
                await _socket.ConnectAsync(url.Host, url.Port, limit.Token);
            }
            var sending = SendAllAsync(_socket, request, isHalf, limit.Token);
            var answer = await ReadAsync(method, limit.Token);
            if (!sending.IsCompletedSuccessfully || isHalf || _filled > 0 || Closes(answer))
                Dispose();
            await sending;
            return answer;
        }
        catch (OperationCanceledException)
        {
            Dispose();
            return new WireAnswer(0, [], [], $"no answer within {patience.TotalSeconds} s", Hangs: true);
        }
        catch (Exception error) when (error is SocketException or IOException or ObjectDisposedException)
        {
            Dispose();
            return new WireAnswer(0, [], [], error.Message, Hangs: false);
        }
    }

    /// <summary>Sends; that the service stops reading is not an error, for it may have answered before the end.</summary>
    private static async Task SendAllAsync(Socket socket, byte[] request, bool isHalf, CancellationToken stop)
    {
        try
        {
            for (var sent = 0; sent < request.Length;)
                sent += await socket.SendAsync(request.AsMemory(sent), stop);
            if (isHalf)
                socket.Shutdown(SocketShutdown.Send);
        }
        catch (Exception error) when (error is SocketException or ObjectDisposedException)
        {
            // The reading half tells what there is.
        }
    }

    private static bool Closes(WireAnswer answer) =>
        answer.Trouble is not null || string.Equals(answer.Header("connection"), "close", StringComparison.OrdinalIgnoreCase);

    private async Task<WireAnswer> ReadAsync(string method, CancellationToken stop)
    {
        while (true)
        {
            var end = await FindAsync("\r\n\r\n"u8.ToArray(), 0, stop);
            var lines = Encoding.Latin1.GetString(_buffer, 0, end).Split("\r\n");
            Drop(end + 4);
            var words = lines[0].Split(' ', 3);
            if (words.Length < 2 || !words[0].StartsWith("HTTP/1.", StringComparison.Ordinal)
                || !int.TryParse(words[1], CultureInfo.InvariantCulture, out var status))
                return new WireAnswer(0, [], [], $"no HTTP: {lines[0]}", Hangs: false);
            var headers = lines[1..].Select(line => line.Split(':', 2))
                .Select(parts => (parts[0], parts.Length > 1 ? parts[1].Trim() : "")).ToList();
            // 100 Continue comes before the answer.
            if (status >= 200)
                return await ReadBodyAsync(new WireAnswer(status, headers, [], null, Hangs: false), method, stop);
        }
    }

    private async Task<WireAnswer> ReadBodyAsync(WireAnswer head, string method, CancellationToken stop)
    {
        if (method is "HEAD" || head.Status is 204 or 304)
            return _filled == 0 ? head : head with { Trouble = "bytes after an answer that has no body" };
        // A stream of events has no end.
        if (head.Header("content-type") is "text/event-stream")
        {
            using var moment = CancellationTokenSource.CreateLinkedTokenSource(stop);
            moment.CancelAfter(LookIntoStream);
            try
            {
                while (_filled < 8192 && await FillAsync(moment.Token))
                {
                }
            }
            catch (OperationCanceledException) when (!stop.IsCancellationRequested)
            {
            }
            Dispose();
            return head;
        }
        if (string.Equals(head.Header("transfer-encoding"), "chunked", StringComparison.OrdinalIgnoreCase))
            return await ReadChunksAsync(head, stop);
        if (head.Header("content-length") is not { } length)
            return await ReadToEndAsync(head, stop);
        if (!int.TryParse(length, NumberStyles.None, CultureInfo.InvariantCulture, out var bytes) || bytes > SizeMax)
            return head with { Trouble = $"a length of {length}" };
        while (_filled < bytes)
        {
            if (!await FillAsync(stop))
                return head with { Trouble = $"{_filled} of {bytes} bytes" };
        }
        var body = _buffer[..bytes];
        Drop(bytes);
        return head with { Body = body, Trouble = _filled == 0 ? null : "bytes after the answer" };
    }

    /// <summary>Without a length the body ends with the connection, as it does for a client of HTTP/1.0.</summary>
    private async Task<WireAnswer> ReadToEndAsync(WireAnswer head, CancellationToken stop)
    {
        if (head.Header("connection") is not "close")
            return head with { Trouble = "neither a length nor chunks, and the connection stays" };
        while (await FillAsync(stop))
        {
        }
        var body = _buffer[.._filled];
        _filled = 0;
        return head with { Body = body };
    }

    private async Task<WireAnswer> ReadChunksAsync(WireAnswer head, CancellationToken stop)
    {
        using var body = new MemoryStream();
        while (true)
        {
            var end = await FindAsync("\r\n"u8.ToArray(), 0, stop);
            var size = int.Parse(Encoding.ASCII.GetString(_buffer, 0, end), NumberStyles.HexNumber, CultureInfo.InvariantCulture);
            while (_filled < end + 2 + size + 2)
            {
                if (!await FillAsync(stop))
                    return head with { Trouble = "the chunks end in the middle" };
            }
            body.Write(_buffer, end + 2, size);
            Drop(end + 2 + size + 2);
            if (size == 0)
                return head with { Body = body.ToArray(), Trouble = _filled == 0 ? null : "bytes after the answer" };
        }
    }

    private async Task<int> FindAsync(byte[] what, int from, CancellationToken stop)
    {
        while (true)
        {
            if (_buffer.AsSpan(from, _filled - from).IndexOf(what) is var at and >= 0)
                return from + at;
            if (!await FillAsync(stop))
                throw new IOException($"the connection was closed {(_filled == 0 ? "without an answer" : "in the head of the answer")}");
        }
    }

    private async Task<bool> FillAsync(CancellationToken stop)
    {
        if (_filled == _buffer.Length)
            Array.Resize(ref _buffer, _buffer.Length * 2);
        var read = await _socket!.ReceiveAsync(_buffer.AsMemory(_filled), stop);
        _filled += read;
        return read > 0;
    }

    private void Drop(int count)
    {
        _buffer.AsSpan(count, _filled - count).CopyTo(_buffer);
        _filled -= count;
    }
}
