using System.Buffers.Binary;
using System.Text;

namespace ForceOps.Torture.Crash;

/// <summary>
/// Cuts what a client of PostgreSQL sends into its messages (protocol 3), and knows those that make something durable: a COMMIT, and the
/// service's optimistic statement, which is a transaction by itself. Prepared statements are executed by name, so it remembers their texts.
/// </summary>
internal sealed class FrontendMessages
{
    private const int Startup = 3 << 16;

    private readonly HashSet<string> _commits = new(StringComparer.Ordinal);
    private byte[] _bytes = new byte[65536];
    private int _start;
    private int _end;
    private bool _started;

    internal void Add(ReadOnlySpan<byte> bytes)
    {
        if (_start == _end)
            (_start, _end) = (0, 0);
        if (_end + bytes.Length > _bytes.Length)
        {
            var larger = _end - _start + bytes.Length > _bytes.Length / 2 ? new byte[(_end - _start + bytes.Length) * 2] : _bytes;
            _bytes.AsSpan(_start, _end - _start).CopyTo(larger);
            (_bytes, _end, _start) = (larger, _end - _start, 0);
        }
        bytes.CopyTo(_bytes.AsSpan(_end));
        _end += bytes.Length;
    }

    /// <summary>
    /// Takes what has arrived as a whole: all messages up to one that makes something durable, or that one alone. The bytes are valid until
    /// the next call of <see cref="Add"/>.
    /// </summary>
    internal bool TryTake(out ReadOnlyMemory<byte> messages, out bool commits)
    {
        var (from, makesDurable) = (_start, false);
        while (!makesDurable && TryMeasure(out var length))
        {
            var message = _bytes.AsSpan(_start, length);
            if (_started)
                makesDurable = Commits((char)message[0], message[5..]);
            else
                _started = BinaryPrimitives.ReadInt32BigEndian(message[4..]) == Startup;
            if (makesDurable && _start > from)
            {
                // It is the next one to be taken.
                makesDurable = false;
                break;
            }
            _start += length;
        }
        (messages, commits) = (_bytes.AsMemory(from, _start - from), makesDurable);
        return _start > from;
    }

    private bool TryMeasure(out int length)
    {
        // The first messages of a connection have no letter in front.
        var head = _started ? 1 : 0;
        length = _end - _start < head + 4 ? int.MaxValue : head + BinaryPrimitives.ReadInt32BigEndian(_bytes.AsSpan(_start + head));
        return length <= _end - _start;
    }

    private bool Commits(char kind, ReadOnlySpan<byte> body)
    {
        switch (kind)
        {
            case 'Q':
                return MakesDurable(Text(ref body));
            case 'P':
                var name = Text(ref body);
                if (MakesDurable(Text(ref body)))
                    _commits.Add(name);
                else
                    _commits.Remove(name);
                return false;
            case 'B':
                Text(ref body);
                return _commits.Contains(Text(ref body));
            default:
                return false;
        }
    }

    private static bool MakesDurable(string sql) =>
        sql.StartsWith("COMMIT", StringComparison.Ordinal) || sql.Contains("take_ids", StringComparison.Ordinal);

    private static string Text(ref ReadOnlySpan<byte> body)
    {
        var end = body.IndexOf((byte)0);
        var text = Encoding.UTF8.GetString(body[..end]);
        body = body[(end + 1)..];
        return text;
    }
}
