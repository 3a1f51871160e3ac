namespace ForceOps.Api.Faults;

/// <summary>The fault that was chosen for a request, a feature of it.</summary>
/// <param name="Name">The rule's, or <see cref="OfHeader"/>.</param>
/// <param name="Effect">What goes wrong.</param>
/// <param name="Latency">The effect's, drawn for this request.</param>
internal sealed record InjectedFault(string Name, FaultEffect Effect, TimeSpan Latency)
{
    internal const string OfHeader = "header";

    /// <summary>Null for nearly every request.</summary>
    internal static InjectedFault? Of(HttpContext http) => http.Features.Get<InjectedFault>();
}
