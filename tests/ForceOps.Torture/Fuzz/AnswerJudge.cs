using System.Text.Json;
using System.Text.RegularExpressions;

namespace ForceOps.Torture.Fuzz;

/// <summary>What was wrong, in a word that says the kind, and what was seen.</summary>
internal sealed record FuzzFailure(string Kind, string Words);

/// <summary>Says whether an answer is one that the documents allow.</summary>
internal sealed partial class AnswerJudge(IReadOnlyList<ApiRoute> routes)
{
    internal const string ServerError = "5xx";
    internal const string Hang = "hang";

    private static readonly int[] NoRoute = [400, 403, 404, 405, 411, 413, 414, 415, 422, 431, 501, 505];
    private static readonly string[] Inside = ["Exception", "   at ", "Npgsql", "SQLSTATE", "System.", "BytePosition"];

    /// <summary>What is wrong with the answer; null when nothing is.</summary>
    internal async Task<FuzzFailure?> FailureAsync(FuzzCase request, WireAnswer answer)
    {
        if (answer.Status == 0)
        {
            return answer.Hangs ? new FuzzFailure(Hang, answer.Trouble!)
                : request.BreaksHttp ? null : new FuzzFailure("no answer", answer.Trouble ?? "");
        }
        if (answer.Trouble is not null)
            return new FuzzFailure("wire", answer.Trouble);
        if (answer.Header("x-forceops-fault") is not null)
            return null;
        if (answer.Status >= 500 && !(answer.Status is 501 or 505 && request.BreaksHttp) && !IsPassing503(answer))
            return new FuzzFailure(ServerError, $"{answer.Status} {answer.Text}");
        // What the web server itself refuses has no body, and the connection ends.
        if (request.BreaksHttp && answer.Status >= 400 && answer.Body.Length == 0 && answer.Header("connection") is "close")
            return null;
        if (answer.Status >= 400 && Array.Find(Inside, word => answer.Text.Contains(word, StringComparison.Ordinal)) is { } word
            && !request.Target.Contains(word, StringComparison.Ordinal))
            return new FuzzFailure("inside", $"the answer says {word}: {answer.Text}");
        var errors = await ErrorsAsync(request, answer);
        return errors.Count == 0 ? null : new FuzzFailure(
            "shape", $"{answer.Status} {Short(answer.Text)}: {string.Join("; ", errors.Take(4))}");
    }

    private async Task<IReadOnlyList<string>> ErrorsAsync(FuzzCase request, WireAnswer answer)
    {
        var type = answer.Header("content-type");
        var method = request.Method is "HEAD" ? "GET" : request.Method;
        try
        {
            if (RouteOf(method, request) is { } route)
            {
                return await route.Described.ErrorsAsync(
                    answer.Status, request.Method is "HEAD" ? TypeOfHead(route, answer, type) : type,
                    name => answer.Header(name) is not null,
                    () => request.Method is "HEAD" ? throw new BodyLeftOutException() : Task.FromResult(answer.Text));
            }
            if (answer.Status < 400)
                return IsOurs(request) && method is not "OPTIONS" ? [$"no route has {request.Method} {request.Path}"] : [];
            if (!NoRoute.Contains(answer.Status) && !(request.IsUnsigned && answer.Status is 401))
                return [$"{answer.Status} where no route is"];
            if (request.Method is "HEAD")
                return [];
            var byDocument = routes.DistinctBy(one => one.Document).Select(one => one.ErrorsOfNoRoute(type, answer.Text).ToList()).ToList();
            return byDocument.Exists(list => list.Count == 0) ? [] : [.. request.Route.ErrorsOfNoRoute(type, answer.Text)];
        }
        catch (BodyLeftOutException)
        {
            return [];
        }
        catch (JsonException error)
        {
            return [$"no JSON: {error.Message}"];
        }
    }

    /// <summary>A database that is away for a moment, or an acquirer that is played: the document describes both.</summary>
    private static bool IsPassing503(WireAnswer answer) =>
        answer.Status is 503
            && (answer.Header("retry-after") is not null || answer.Text.Contains("ACQUIRER_TIMEOUT", StringComparison.Ordinal));

    private ApiRoute? RouteOf(string method, FuzzCase request)
    {
        if (request.Path == request.Route.Path && method == request.Route.Method)
            return request.Route;
        return RouteAt(method, request.Path);
    }

    /// <summary>The route that a path leads to, as routing sees it; null when it leads to none.</summary>
    internal ApiRoute? RouteAt(string method, string path) =>
        At(method, Normal(path)) ?? (path.Contains("/.", StringComparison.Ordinal) ? null : At(method, path));

    private ApiRoute? At(string method, string path) => routes.FirstOrDefault(
        // Routing takes get for GET.
        route => route.Method.Equals(method, StringComparison.OrdinalIgnoreCase)
            && route.Described.Matches(HttpMethod.Parse(method), path));

    /// <summary>
    /// The path as routing sees it: dot segments are resolved, a slash stays as it was written, and a percent sign before anything but two
    /// digits is one (left to itself, Uri would take every one in the path for one).
    /// </summary>
    private static string Normal(string path) => Uri.TryCreate("http://x" + LonePercent().Replace(path, "%25"), UriKind.Absolute, out var uri)
        ? Uri.UnescapeDataString(uri.AbsolutePath.Replace("%2F", "%252F", StringComparison.OrdinalIgnoreCase)) : path;

    [GeneratedRegex("%(?![0-9A-Fa-f]{2})", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex LonePercent();

    private bool IsOurs(FuzzCase request) => Normal(request.Path).Split('/') is [_, var first, _, ..]
        && routes.Any(route => route.Path.Split('/')[1].Equals(first, StringComparison.OrdinalIgnoreCase));

    /// <summary>HEAD has the headers of GET; an answer without a body may leave its type out.</summary>
    private static string? TypeOfHead(ApiRoute route, WireAnswer answer, string? type) => type
        ?? (route.Answers.TryGetProperty($"{answer.Status}", out var described) && described.TryGetProperty("content", out var content)
            ? content.EnumerateObject().First().Name : null);

    private static string Short(string text) => text.Length > 300 ? text[..300] + "…" : text;
}

/// <summary>Ends the judgement of an answer to HEAD where its body would be read.</summary>
internal sealed class BodyLeftOutException : Exception;
