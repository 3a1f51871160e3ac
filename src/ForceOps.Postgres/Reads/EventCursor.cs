using System.Globalization;
using System.Runtime.InteropServices;

namespace ForceOps.Postgres.Reads;

/// <summary>
/// Marks a place in an org's events. Events are ordered by their authorizations' ids, and within one authorization by
/// <see cref="Part"/>: part 0 is the authorization itself, and each kind of event about its movements has three parts of its own. The
/// text form is <c>id.part</c>; clients treat it as one opaque word. The default value is the place before the first event.
/// </summary>
[StructLayout(LayoutKind.Auto)]
public readonly record struct EventCursor(long AuthorizationId, int Part) : IComparable<EventCursor>
{
    /// <summary>The highest part. An operation has at most four ids, its own among them, so three movements.</summary>
    public const int PartMax = 9;

    /// <summary>Returns the place of an operation's event.</summary>
    /// <param name="id">The id of the authorization, denial or change of status.</param>
    /// <param name="kind">The kind of the event.</param>
    /// <param name="number">The number of the event among those of its kind, from 0.</param>
    public static EventCursor Of(long id, EventKind kind, int number) => new(id, number + kind switch
    {
        EventKind.AuthorizationCreated or EventKind.AuthorizationCanceled or EventKind.AuthorizationDenied
            or EventKind.StatusChanged or EventKind.PlatformAuthorization or EventKind.NetworkAuthorized => 0,
        EventKind.BalanceChanged => 1,
        EventKind.TransactionCreated => 4,
        EventKind.TimelineLine => 7,
    });

    /// <summary>Returns the place before everything with this id or a larger one.</summary>
    public static EventCursor Before(long id) => id <= 0 ? default : new(id - 1, PartMax);

    public static bool TryParse(string? text, out EventCursor cursor)
    {
        cursor = default;
        if (text is null or { Length: > 24 })
            return false;
        var point = text.IndexOf('.', StringComparison.Ordinal);
        var id = point < 0 ? text : text[..point];
        var part = 0;
        // A 0 without a part stands for the beginning.
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
