using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using ForceOps.Api.Settings;
using Microsoft.Extensions.Options;

namespace ForceOps.Api.Http;

/// <summary>Holds the keys of the configuration and the seed file, and in open mode the demo key too.</summary>
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

    /// <summary>Adds a key. A later key of the same name replaces the earlier one, because the seed file may be applied again.</summary>
    internal void Add(ApiKey key) => _keys[key.ServerKey] = key;

    /// <summary>
    /// Returns the key of that name if the secret is its own; null otherwise. It compares hashes, in constant time, so that the
    /// time shows neither a secret's length nor the existence of a key.
    /// </summary>
    internal ApiKey? Find(string? serverKey, string? secret)
    {
        if (serverKey is null || secret is null)
            return null;
        var key = _keys.GetValueOrDefault(serverKey);
        var same = CryptographicOperations.FixedTimeEquals(Hash(secret), Hash(key?.ServerSecret ?? ""));
        return same ? key : null;
    }

    private static byte[] Hash(string secret) => SHA256.HashData(Encoding.UTF8.GetBytes(secret));
}

/// <summary>Holds the credentials of a caller who may ask for tokens.</summary>
/// <param name="ServerKey">The name of the key, which is also the client id of the OAuth route.</param>
/// <param name="ServerSecret">The secret. It is compared in constant time and never logged.</param>
/// <param name="Org">The org that the key's tokens are for.</param>
internal sealed record ApiKey(string ServerKey, string ServerSecret, OrgId Org)
{
    /// <summary>The demo key. It is published on purpose, for a developer's machine; strict mode refuses to start with it.</summary>
    internal static readonly ApiKey Demo = new("forceops-demo-key", "forceops-demo-secret", OrgId.Default);

    /// <summary>Returns the org only. The string that a record generates would print the secret.</summary>
    public override string ToString() => $"ApiKey of {Org}";
}
