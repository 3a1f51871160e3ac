using ForceOps.Api.Journal;

namespace ForceOps.Api.Http;

/// <summary>Reads from the headers of a request how its caller calls.</summary>
internal static class CallerHeaders
{
    /// <summary>The number of characters of a token that are looked at: a part of its signature, which no two tokens share.</summary>
    private const int TokenTail = 24;

    private const string Scheme = "Bearer ";

    /// <summary>The name under which the tool sends requests.</summary>
    private const string ToolAgent = "forceops";

    /// <summary>The name under which the console sends requests.</summary>
    internal const string ConsoleAgent = "forceops console";

    /// <summary>
    /// The beginnings of the names of programs that people use by hand: they open connections and leave out headers as they like.
    /// </summary>
    private static readonly string[] Hands =
        ["curl/", "Mozilla/", "Wget/", "HTTPie/", "PostmanRuntime/", "insomnia/", "IntelliJ HTTP Client", "bruno", "xh/"];

    internal static ClientTraits TraitsOf(HttpRequest request)
    {
        var headers = request.Headers;
        var agent = headers.UserAgent.ToString();
        return new ClientTraits(
            request.HttpContext.Connection.Id, TokenOf(headers.Authorization.ToString()), headers.TryGetSent(Correlation.Header, out _),
            headers.TryGetSent("x-tenant", out _), IsHand(agent), agent is ToolAgent or ConsoleAgent);
    }

    private static int TokenOf(string sent) => sent.Length > Scheme.Length && sent.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase)
        ? string.GetHashCode(sent.AsSpan(Math.Max(Scheme.Length, sent.Length - TokenTail)), StringComparison.Ordinal)
        : 0;

    private static bool IsHand(string agent)
    {
        foreach (var hand in Hands)
        {
            if (agent.StartsWith(hand, StringComparison.OrdinalIgnoreCase))
                return true;
        }
        return false;
    }
}
