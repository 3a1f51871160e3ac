namespace ForceOps.Torture.Fuzz;

/// <summary>Takes parts of a request away as long as it still fails in the same way.</summary>
internal sealed class CaseShrinker(Func<FuzzCase, Task<FuzzFailure?>> send)
{
    private const int SendsMax = 300;
    private int _sends;

    /// <summary>The smallest request that still fails; the request itself when it fails once only, because of what came before.</summary>
    internal async Task<FuzzCase> ShrinkAsync(FuzzCase request, FuzzFailure failure)
    {
        if (!await FailsAsync(request, failure))
            return request.Changed("(it did not fail again)");
        // Each try of one that hangs takes its time.
        if (failure.Kind == AnswerJudge.Hang)
            return request;
        var isSmaller = true;
        while (isSmaller && _sends < SendsMax)
        {
            isSmaller = false;
            foreach (var smaller in Smaller(request))
            {
                if (!await FailsAsync(smaller, failure))
                    continue;
                (request, isSmaller) = (smaller, true);
                break;
            }
        }
        return request;
    }

    private async Task<bool> FailsAsync(FuzzCase request, FuzzFailure failure) =>
        _sends++ < SendsMax && (await send(request))?.Kind == failure.Kind;

    private static IEnumerable<FuzzCase> Smaller(FuzzCase request)
    {
        foreach (var header in request.Headers.Where(header => header.Name is not "x-tenant"))
            yield return request with { Headers = request.Headers.Remove(header) };
        foreach (var item in request.Query)
            yield return request with { Query = request.Query.Remove(item) };
        if (request.IsChunked)
            yield return request with { IsChunked = false };
        if (request.Bytes is { Length: > 0 } bytes)
        {
            yield return request with { Bytes = bytes[..(bytes.Length / 2)] };
            yield return request with { Bytes = bytes[(bytes.Length / 2)..] };
        }
        if (request.Tree is not { } tree || request.Bytes is not null)
            yield break;
        foreach (var place in tree.Places().Where(place => place.Count > 0))
            yield return request with { Tree = tree.Without(place) };
        foreach (var place in tree.Places())
        {
            if (tree.At(place) is JsonTree.Raw { Written: ['"', _, _, _, ..] and [.., '"'] } raw)
                yield return request with { Tree = tree.With(place, new JsonTree.Raw(raw.Written[..(raw.Written.Length / 2)] + '"')) };
        }
    }
}
