using System.Net;
using System.Text.Json.Nodes;

namespace ForceOps.Tool.Service;

/// <summary>
/// Fetches the tokens that strict mode asks for, with the API's key and its secret. Without them no token is sent, as open mode needs
/// none.
/// </summary>
internal sealed class TokenSource(ServiceClient service, (string Key, string Secret)? credentials)
{
    private const string Route = "/passport/v2/s2s/access-token";

    // A command takes seconds, and a token lives for minutes: none is fetched twice. 0 is the token for the org.
    private readonly Dictionary<long, string> _tokens = [];

    /// <summary>Returns the token for a route, for one account if the route wants that; null without a key.</summary>
    internal async ValueTask<string?> OfAsync(string path, long? account)
    {
        if (credentials is not var (key, secret) || path.StartsWith("/health", StringComparison.Ordinal) || path is Route)
            return null;
        if (_tokens.TryGetValue(account ?? 0, out var known))
            return known;
        var body = new JsonObject { ["server_key"] = key, ["server_secret"] = secret };
        if (account is not null)
            body["account_id"] = account;
        var answer = await service.SendAsync(HttpMethod.Post, Route, body.ToJsonString());
        if (answer.Status == HttpStatusCode.Unauthorized)
            throw new ToolException("The service does not know the key of --credentials (FORCEOPS_CREDENTIALS), or its secret is another one.");
        if (!answer.IsSuccess || answer.Json?.Text("token") is not { } token)
            throw ServiceClient.Refused(answer);
        return _tokens[account ?? 0] = token;
    }
}
