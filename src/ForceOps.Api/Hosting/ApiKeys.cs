using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Options;

namespace ForceOps.Api.Hosting;

/// <summary>The keys of configuration and seed file; in open mode the demo key too.</summary>
internal sealed class ApiKeys
{
    private readonly ConcurrentDictionary<string, ApiKey> _keys = new(StringComparer.Ordinal);

    public ApiKeys(IOptions<ForceOpsOptions> options)
    {
        if (options.Value.Mode == ForceOpsMode.Open)
            Add(ApiKey.Demo);
        foreach (var key in options.Value.Keys)
            Add(new ApiKey(key.ServerKey, key.ServerSecret, OrgId.Parse(key.Tenant)));
    }

    internal bool IsEmpty => _keys.IsEmpty;

    internal IEnumerable<OrgId> Orgs => _keys.Values.Select(key => key.Org).Distinct();

    /// <summary>A later key of the same name replaces the earlier one: the seed file may be applied again.</summary>
    internal void Add(ApiKey key) => _keys[key.ServerKey] = key;

    /// <summary>The key, if the secret is its own. Takes the same time whatever part of the secret is wrong.</summary>
    internal ApiKey? Find(string? serverKey, string? secret)
    {
        if (serverKey is null || secret is null || !_keys.TryGetValue(serverKey, out var key))
            return null;
        return CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(secret), Encoding.UTF8.GetBytes(key.ServerSecret)) ? key : null;
    }
}
