using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using ForceOps.Api.Settings;
using Microsoft.Extensions.Options;

namespace ForceOps.Api.Http;

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

    /// <summary>The key, if the secret is its own. Hashes are compared, in constant time, so that neither a secret's length nor a key's existence shows.</summary>
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

/// <summary>Who may ask for tokens.</summary>
/// <param name="ServerKey">Also the client id of the OAuth route.</param>
/// <param name="ServerSecret">Compared in constant time, never logged.</param>
/// <param name="Org">The org that its tokens are for.</param>
internal sealed record ApiKey(string ServerKey, string ServerSecret, OrgId Org)
{
    /// <summary>Published on purpose, for a developer's desk; strict mode refuses to start with it.</summary>
    internal static readonly ApiKey Demo = new("forceops-demo-key", "forceops-demo-secret", OrgId.Default);

    /// <summary>Not the values: a record's own form would print the secret.</summary>
    public override string ToString() => $"ApiKey of {Org}";
}
