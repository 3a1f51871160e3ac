namespace ForceOps;

/// <summary>
/// Holds the client's name for one operation, unique in its org over all kinds of operations. A tracking id has 1 to
/// <see cref="LengthMax"/> characters (code points) and no control characters; a route may ask for more. Ids are compared byte by
/// byte, so <c>Abc</c> and <c>abc</c> are two ids. The default value holds no text and equals only itself.
/// </summary>
public readonly record struct TrackingId
{
    /// <summary>The longest length that any emulated page allows (Pismo, cancel v2), in characters.</summary>
    public const int LengthMax = 65;

    private readonly string? _text;

    private TrackingId(string text) => _text = text;

    public string Text => _text ?? "";

    public static bool TryParse(string? text, out TrackingId trackingId)
    {
        var valid = text is { Length: > 0 } && CodePoints.Count(text) <= LengthMax && !text.AsSpan().ContainsAnyInRange('\0', '\x1f')
            && !text.AsSpan().ContainsAnyInRange('\x7f', '\x9f') && !HasLoneSurrogate(text);
        trackingId = valid ? new TrackingId(text!) : default;
        return valid;
    }

    /// <exception cref="FormatException">The text is no tracking id.</exception>
    public static TrackingId Parse(string text) =>
        TryParse(text, out var trackingId) ? trackingId : throw new FormatException("not a tracking id");

    /// <summary>
    /// Makes a new id for a request that names none. The id begins with the time, so that the unique index grows at one end.
    /// </summary>
    public static TrackingId Make(DateTimeOffset now) => new(Guid.CreateVersion7(now).ToString());

    /// <summary>
    /// Returns the beginning of every key that a card dialect makes of its merchants' own ids; null for Pismo, whose clients choose
    /// their tracking ids themselves.
    /// </summary>
    public static string? PrefixOf(Channel channel) => channel switch
    {
        Channel.Pismo => null,
        Channel.Bluefin => "bluefin:",
        Channel.Fiserv => "fiserv:",
    };

    /// <summary>
    /// Returns true when the text is in the name space of a card dialect's keys. Another dialect's client cannot give its
    /// operation such an id, since it would take the key of a sale.
    /// </summary>
    public static bool IsOfCardDialect(string text) =>
        text.StartsWith(PrefixOf(Channel.Fiserv)!, StringComparison.Ordinal)
            || text.StartsWith(PrefixOf(Channel.Bluefin)!, StringComparison.Ordinal);

    public override string ToString() => Text;

    /// <summary>
    /// Returns true when the text has half a surrogate pair, which has no UTF-8 form: the database would refuse the text after
    /// the queue, where the failure would cost the other operations of the batch time.
    /// </summary>
    private static bool HasLoneSurrogate(string text)
    {
        for (var i = text.AsSpan().IndexOfAnyInRange('\ud800', '\udfff'); i >= 0 && i < text.Length; i++)
        {
            if (!char.IsSurrogate(text[i]))
                continue;
            if (i + 1 == text.Length || !char.IsSurrogatePair(text[i], text[i + 1]))
                return true;
            i++;
        }
        return false;
    }
}
