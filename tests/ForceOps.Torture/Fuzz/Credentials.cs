using System.Globalization;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace ForceOps.Torture.Fuzz;

/// <summary>
/// The keys of one org for the service's strict mode: a token for Pismo's routes, Basic for PayConex, a signature for Commerce Hub, the
/// sandbox's key. Requests are signed as they go out, so that what was made wrong in them is met behind the gate.
/// </summary>
internal sealed class Credentials(Uri url, int number)
{
    private const string SandboxKey = "fuzz-sandbox-key";
    private const string RequestId = "Client-Request-Id";
    private const string SandboxHeader = "x-sandbox-key";

    private readonly Dictionary<long, string> _tokens = [];

    /// <summary>The org that the keys are for; strict mode knows no other.</summary>
    internal string Org => OrgOf(number);

    private string ServerKey => $"fuzz-key-{number}";

    private string Secret => $"fuzz-secret-of-{number}-0123456789";

    /// <summary>The orgs that have keys: one for each worker, and one for each route whose example is played.</summary>
    internal const int Orgs = 256;

    /// <summary>The number of the first org that no worker has.</summary>
    internal const int FirstOfExamples = 64;

    /// <summary>What a service in strict mode must know.</summary>
    internal static IEnumerable<(string Key, string Value)> Settings() =>
    [
        ("ForceOps:Mode", "strict"), ("ForceOps:Sandbox:Key", SandboxKey), ("ForceOps:Tokens:SigningKey", new string('k', 64)),
        // The documents' examples are of accounts that open mode opens on first use.
        ("ForceOps:Accounts:OpenOnFirstUse", "true"), ("ForceOps:Webhooks:Receivers", "any"),
        .. Enumerable.Range(0, Orgs).SelectMany(Keys),
    ];

    private static IEnumerable<(string Key, string Value)> Keys(int number)
    {
        var one = new Credentials(new Uri("http://unused"), number);
        return
        [
            ($"ForceOps:Keys:{number}:ServerKey", one.ServerKey), ($"ForceOps:Keys:{number}:ServerSecret", one.Secret),
            ($"ForceOps:Keys:{number}:Tenant", one.Org),
            ($"ForceOps:Bluefin:Keys:{number}:Id", one.ServerKey), ($"ForceOps:Bluefin:Keys:{number}:Secret", one.Secret),
            ($"ForceOps:Bluefin:Keys:{number}:Tenant", one.Org), ($"ForceOps:Bluefin:Keys:{number}:Scopes:0", "pcx:payments:*"),
            ($"ForceOps:Fiserv:Keys:{number}:ApiKey", one.ServerKey), ($"ForceOps:Fiserv:Keys:{number}:Secret", one.Secret),
            ($"ForceOps:Fiserv:Keys:{number}:Tenant", one.Org),
        ];
    }

    private static string OrgOf(int number) => $"TN-{new Guid(number, 0xf, 0x4, 0x8, 0, 0, 0, 0, 0, 0, 1)}";

    /// <summary>The request with what lets it in.</summary>
    internal async ValueTask<FuzzCase> SignAsync(FuzzCase request) => request.Route.Document.Name switch
    {
        "sandbox" => request.WithoutHeader(SandboxHeader).WithHeader(SandboxHeader, SandboxKey),
        "bluefin" => Authorized(request, "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes($"{ServerKey}:{Secret}"))),
        "fiserv" => Signed(request),
        _ when request.Path.StartsWith("/passport/", StringComparison.Ordinal) => WithKey(request),
        _ => Authorized(request, "Bearer " + await TokenAsync(AccountOf(request))),
    };

    private static FuzzCase Authorized(FuzzCase request, string value) =>
        request.WithoutHeader("authorization").WithHeader("authorization", value);

    private FuzzCase Signed(FuzzCase request)
    {
        var time = TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture);
        var id = request.Headers.FirstOrDefault(header => header.Name.Equals(RequestId, StringComparison.OrdinalIgnoreCase)).Value;
        if (id is null)
            request = request.WithHeader(RequestId, id = Guid.NewGuid().ToString());
        using var hmac = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, Encoding.UTF8.GetBytes(Secret));
        hmac.AppendData(Encoding.UTF8.GetBytes(ServerKey + id + time));
        hmac.AppendData(request.Body);
        return Authorized(
            request.WithoutHeader("api-key").WithHeader("api-key", ServerKey).WithoutHeader("timestamp").WithHeader("timestamp", time),
            Convert.ToBase64String(hmac.GetHashAndReset()));
    }

    /// <summary>The examples of the token routes name a key that strict mode does not know.</summary>
    private FuzzCase WithKey(FuzzCase request)
    {
        if (request is not { Tree: JsonTree.Members members, Changes.IsEmpty: true })
            return request;
        var keyed = members.List.Select(member => member.Name.Trim('"') switch
        {
            "server_key" or "client_id" => (member.Name, JsonTree.Text(ServerKey)),
            "server_secret" or "client_secret" or "client_secret_string" => (member.Name, JsonTree.Text(Secret)),
            _ => member,
        });
        return request with { Tree = new JsonTree.Members([.. keyed]) };
    }

    /// <summary>A transfer wants the token of the account that it is from.</summary>
    private static long AccountOf(FuzzCase request)
    {
        if (request is not { Route.Id: "transferFunds", Tree: { } tree })
            return 0;
        var place = tree.Places().FirstOrDefault(
            place => place.Count == 4 && tree.NameAt(place) is "id" && tree.At(place) is JsonTree.Raw raw && long.TryParse(
                raw.Written, CultureInfo.InvariantCulture, out var id) && id > 0);
        return place is null ? 0 : long.Parse(((JsonTree.Raw)tree.At(place)).Written, CultureInfo.InvariantCulture);
    }

    private async ValueTask<string> TokenAsync(long account)
    {
        if (_tokens.TryGetValue(account, out var known))
            return known;
        using var http = new HttpClient { BaseAddress = url };
        var body = new Dictionary<string, object>(StringComparer.Ordinal) { ["server_key"] = ServerKey, ["server_secret"] = Secret };
        if (account > 0)
            body["account_id"] = account;
        using var answer = await http.PostAsJsonAsync(new Uri("/passport/v2/s2s/access-token", UriKind.Relative), body);
        using var json = JsonDocument.Parse(await answer.Content.ReadAsStringAsync());
        return _tokens[account] = json.RootElement.TryGetProperty("token", out var token)
            ? token.GetString()! : throw new InvalidOperationException($"no token: {json.RootElement}");
    }
}
