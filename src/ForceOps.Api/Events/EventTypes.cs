using System.Collections.Frozen;
using ForceOps.Postgres.Reads;

namespace ForceOps.Api.Events;

/// <summary>Names a type of events in its JSON.</summary>
/// <param name="Domain">The domain.</param>
/// <param name="Name">The <c>event_type</c>.</param>
/// <param name="Version">The version of the data's schema. A consumer that knows only another version must not guess.</param>
internal sealed record EventType(string Domain, string Name, int Version = 1)
{
    /// <summary>
    /// False for a type that only a consumer gets that names it: types that came later must not surprise who asked for no type at all
    /// (decision).
    /// </summary>
    internal bool IsByDefault { get; init; } = true;

    internal string FullName { get; } = $"{Domain}/{Name}";
}

/// <summary>
/// Defines the types of events (Pismo, event pages authorization-event, authorization-cancellation-event, change_available,
/// transaction-creation-1, timeline-events-1 and account-status-change-2), and which of them a consumer chooses.
/// </summary>
internal static class EventTypes
{
    /// <summary>The word that chooses every type there is, also those of later versions.</summary>
    private const string Everything = "*";

    private static readonly FrozenDictionary<EventKind, EventType> Known =
        Enum.GetValues<EventKind>().ToFrozenDictionary(kind => kind, Make);

    private static readonly FrozenSet<EventKind> Default =
        Known.Where(item => item.Value.IsByDefault).Select(item => item.Key).ToFrozenSet();

    /// <summary>The words that choose types: the names with and without their domains, and <c>*</c> for all of them.</summary>
    internal static readonly IReadOnlyList<string> Words =
        [.. Known.Values.Select(type => type.Name), .. Known.Values.Select(type => type.FullName), Everything];

    internal static EventType Of(EventKind kind) => Known[kind];

    internal static bool AreKnown(IEnumerable<string> words) => !words.Except(Words, StringComparer.Ordinal).Any();

    /// <summary>Returns the kinds of events that the words choose. Without a word, they are those by default.</summary>
    internal static IReadOnlySet<EventKind> Chosen(IReadOnlyCollection<string> words)
    {
        if (words.Count == 0)
            return Default;
        var chosen = words.ToHashSet(StringComparer.Ordinal);
        return Known.Where(item => chosen.Contains(Everything) || chosen.Contains(item.Value.Name) || chosen.Contains(item.Value.FullName))
            .Select(item => item.Key).ToFrozenSet();
    }

    private static EventType Make(EventKind kind) => kind switch
    {
        EventKind.AuthorizationCreated => new("authorization", "authorization-event"),
        EventKind.AuthorizationCanceled => new("authorization", "authorization-cancellation-event"),
        // The type of a denial's event is ours, since no page shows such an event (decision).
        EventKind.AuthorizationDenied => new("authorization", "authorization-denied-event"),
        EventKind.PlatformAuthorization => new("platform-authorization", "platform-authorization"),
        EventKind.BalanceChanged => new("availables", "change_available"),
        EventKind.TransactionCreated => new("transaction", "creation") { IsByDefault = false },
        EventKind.TimelineLine => new("timeline", "events") { IsByDefault = false },
        EventKind.NetworkAuthorized => new("networktransactions", "network-authorization") { IsByDefault = false },
        EventKind.StatusChanged => new("account", "status-change", Version: 2) { IsByDefault = false },
    };
}
