using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Options;

namespace ForceOps.Api.Hosting;

/// <summary>
/// The key of what is ours: the sandbox routes, which read and change every org. A configured key is asked for in both modes; strict mode
/// without one keeps them closed.
/// </summary>
internal sealed class SandboxKey(IOptions<ForceOpsOptions> options)
{
    internal const string Header = "x-sandbox-key";

    private readonly bool _closed = options.Value is { Mode: ForceOpsMode.Strict, Sandbox.Key: null };
    private readonly byte[]? _hash = options.Value.Sandbox.Key is { } key ? Hash(key) : null;

    /// <summary>Null: the request may pass. Forbidden: no key opens it, since none is configured. Unauthorized: the key is missing or wrong.</summary>
    internal Refusal? Check(HttpContext http)
    {
        if (_closed)
            return Refusal.Forbidden;
        if (_hash is null)
            return null;
        // Hashes are compared, in constant time, so that not even the length of the key shows.
        return CryptographicOperations.FixedTimeEquals(_hash, Hash(http.Request.Headers[Header].ToString())) ? null : Refusal.Unauthorized;
    }

    private static byte[] Hash(string key) => SHA256.HashData(Encoding.UTF8.GetBytes(key));
}
