using System.Globalization;
using System.Runtime.InteropServices;

namespace ForceOps.Postgres;

/// <summary>
/// A place in an org's events. Events stand in the order of their authorizations' ids, and within one authorization in the order of
/// <see cref="Part"/>: 0 is the authorization itself, 1 and on are its changes of the balance.
/// Text form <c>id.part</c>; clients take it as one opaque word. The default value stands before the first event.
/// </summary>
[StructLayout(LayoutKind.Auto)]
public readonly record struct EventCursor(long AuthorizationId, int Part) : IComparable<EventCursor>
{
    /// <summary>Above every part that there is: an operation has at most four ids, itself among them.</summary>
    public const int PartMax = 9;

    /// <summary>Before everything with this id or a larger one.</summary>
    public static EventCursor Before(long id) => id <= 0 ? default : new(id - 1, PartMax);

    public static bool TryParse(string? text, out EventCursor cursor)
    {
        cursor = default;
        if (text is null or { Length: > 24 })
            return false;
        var point = text.IndexOf('.', StringComparison.Ordinal);
        var id = point < 0 ? text : text[..point];
        var part = 0;
        // A lone 0 stands for the beginning.
        var valid = long.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            && (point < 0 ? number == 0 : int.TryParse(text.AsSpan(point + 1), NumberStyles.None, CultureInfo.InvariantCulture, out part))
            && part <= PartMax;
        cursor = valid ? new EventCursor(number, part) : default;
        return valid;
    }

    public int CompareTo(EventCursor other) =>
        AuthorizationId != other.AuthorizationId ? AuthorizationId.CompareTo(other.AuthorizationId) : Part.CompareTo(other.Part);

    public static bool operator <(EventCursor left, EventCursor right) => left.CompareTo(right) < 0;

    public static bool operator >(EventCursor left, EventCursor right) => left.CompareTo(right) > 0;

    public static bool operator <=(EventCursor left, EventCursor right) => left.CompareTo(right) <= 0;

    public static bool operator >=(EventCursor left, EventCursor right) => left.CompareTo(right) >= 0;

    public override string ToString() => $"{AuthorizationId}.{Part}";
}
