using System.Collections.Concurrent;
using Microsoft.AspNetCore.Connections.Features;

namespace ForceOps.Api.Faults;

/// <summary>
/// Remembers on which connections an org sends its requests, while it has a rule that ends all of them. Nothing is remembered for other
/// orgs, so that no connection costs more because of this fault.
/// </summary>
internal sealed class OrgConnections
{
    private readonly ConcurrentDictionary<(OrgId Org, string Connection), IConnectionLifetimeFeature> _open = new();

    internal void Saw(OrgId org, HttpContext http)
    {
        var key = (org, http.Connection.Id);
        if (http.Features.Get<IConnectionLifetimeFeature>() is not { } lifetime || !_open.TryAdd(key, lifetime))
            return;
        lifetime.ConnectionClosed.Register(() => _open.TryRemove(key, out _));
    }

    /// <summary>Ends the org's connections but the one of this request, whose own end is noted in the journal first.</summary>
    internal void EndOthers(OrgId org, HttpContext http)
    {
        foreach (var (key, lifetime) in _open)
        {
            if (key.Org == org && !string.Equals(key.Connection, http.Connection.Id, StringComparison.Ordinal))
                lifetime.Abort();
        }
    }
}
