using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text;

namespace ForceOps.Torture.Fuzz;

/// <summary>What came of the cases: how often each route answered what, and what failed.</summary>
internal sealed class FuzzTally(Uri url, bool traces)
{
    private static readonly string[] Classes = ["none", "1xx", "2xx", "3xx", "4xx", "5xx"];

    private readonly ConcurrentDictionary<string, long[]> _answers = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, long> _failures = new(StringComparer.Ordinal);
    private readonly Stopwatch _watch = Stopwatch.StartNew();
    private long _cases;
    private long _changed;
    private long _writes;
    private long _compared;

    internal long Cases => Interlocked.Read(ref _cases);

    internal bool IsClean => _failures.IsEmpty;

    internal void Count(FuzzCase request, WireAnswer answer)
    {
        Interlocked.Increment(ref _cases);
        if (traces)
            Console.WriteLine($"{_watch.Elapsed:mm\\:ss\\.fff} {answer.Status} {request.ToShell(url)}");
        if (request.Changes.Count > 0)
            Interlocked.Increment(ref _changed);
        if (answer.Status is >= 200 and < 300 && request.Route.Writes)
            Interlocked.Increment(ref _writes);
        Interlocked.Increment(ref _answers.GetOrAdd(Name(request.Route), _ => new long[Classes.Length])[answer.Status / 100]);
    }

    internal void Compared() => Interlocked.Increment(ref _compared);

    /// <summary>Counts the failure, and shows the first of its kind on its route with the smallest request that fails so.</summary>
    internal async Task AddAsync(FuzzCase request, FuzzFailure failure, Func<FuzzCase, Task<FuzzFailure?>> send)
    {
        if (_failures.AddOrUpdate(Key(request, failure), 1, (_, count) => count + 1) == 1)
            Show(request, failure, await new CaseShrinker(send).ShrinkAsync(request, failure));
    }

    /// <summary>The same of one that hangs on what was sent before.</summary>
    internal void AddOnce(FuzzCase request, FuzzFailure failure)
    {
        _failures.AddOrUpdate(Key(request, failure), 1, (_, count) => count + 1);
        Show(request, failure, request);
    }

    internal void WrongBooks(string org, string check)
    {
        _failures.AddOrUpdate("books", 1, (_, count) => count + 1);
        Console.WriteLine($"books: {org} is not ok: {check}");
    }

    private void Show(FuzzCase request, FuzzFailure failure, FuzzCase shrunk) => Console.WriteLine($"""
        {failure.Kind}: {Name(request.Route)}: {failure.Words}
          changes: {string.Join(", ", shrunk.Changes)}
          {shrunk.ToShell(url)}
        """);

    /// <summary>The whole outcome in Markdown, ending with the line of docs/trust.md.</summary>
    internal string Report(IReadOnlyList<ApiRoute> routes)
    {
        var text = new StringBuilder();
        text.AppendLine("| route | cases | 2xx | 3xx | 4xx | 5xx | none |").AppendLine("| --- | ---: | ---: | ---: | ---: | ---: | ---: |");
        foreach (var (name, counts) in routes.Select(route => (Name(route), Of(route))).Append(("all", Sum())))
            text.AppendLine(FormattableString.Invariant(
                $"| {name} | {counts.Sum():N0} | {counts[2]:N0} | {counts[3]:N0} | {counts[4]:N0} | {counts[5]:N0} | {counts[0]:N0} |"));
        text.AppendLine().AppendLine(FormattableString.Invariant(
            $"{Cases:N0} cases, {_changed:N0} of them made wrong; the rows were counted around {_compared:N0} refused ones."));
        var never = routes.Where(route => Of(route)[2] == 0).Select(Name).ToList();
        text.AppendLine(never.Count == 0 ? "Every route answered 2xx." : $"No 2xx of: {string.Join(", ", never)}");
        foreach (var (key, count) in _failures.OrderBy(failure => failure.Key, StringComparer.Ordinal))
            text.AppendLine($"FAILED {count} times: {key}");
        return text.AppendLine().AppendLine(TrustRow.Heads).Append(Row()).ToString();
    }

    private TrustRow Row() => new(
        "requests made from the OpenAPI documents, most of them made wrong", Cases, _writes,
        Lost: Failed("books"), Doubled: Failed("wrote"), Undocumented: Failed(AnswerJudge.ServerError), Hangs: Failed(AnswerJudge.Hang));

    private long Failed(string kind) => _failures
        .Where(failure => failure.Key.StartsWith(kind, StringComparison.Ordinal)).Sum(failure => failure.Value);

    private long[] Of(ApiRoute route) => _answers.TryGetValue(Name(route), out var counts) ? counts : new long[Classes.Length];

    private long[] Sum() => [.. Enumerable.Range(0, Classes.Length).Select(i => _answers.Values.Sum(counts => counts[i]))];

    private static string Name(ApiRoute route) => $"{route.Method} {route.Path}";

    private static string Key(FuzzCase request, FuzzFailure failure) =>
        $"{failure.Kind} {Name(request.Route)} {new string([.. failure.Words.Where(c => !char.IsDigit(c)).Take(60)])}";
}
