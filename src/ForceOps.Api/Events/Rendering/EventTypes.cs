using ForceOps.Postgres;

namespace ForceOps.Api.Events.Rendering;

/// <summary>The names of events on the wire (Pismo, event pages authorization-event, authorization-cancellation-event, change_available).</summary>
internal static class EventTypes
{
    internal const string AuthorizationCreated = "authorization-event";
    internal const string AuthorizationCanceled = "authorization-cancellation-event";

    /// <summary>Ours: no page shows such an event (decision).</summary>
    internal const string AuthorizationDenied = "authorization-denied-event";

    internal const string BalanceChanged = "change_available";

    internal static readonly IReadOnlyList<string> All = [AuthorizationCreated, AuthorizationCanceled, AuthorizationDenied, BalanceChanged];

    internal static string Of(EventKind kind) => kind switch
    {
        EventKind.AuthorizationCreated => AuthorizationCreated,
        EventKind.AuthorizationCanceled => AuthorizationCanceled,
        EventKind.AuthorizationDenied => AuthorizationDenied,
        EventKind.BalanceChanged => BalanceChanged,
    };

    internal static string DomainOf(EventKind kind) => kind switch
    {
        EventKind.AuthorizationCreated or EventKind.AuthorizationCanceled or EventKind.AuthorizationDenied => "authorization",
        EventKind.BalanceChanged => "availables",
    };
}
