using Channels = System.Threading.Channels.Channel;
using ForceOps.Api.Access;
using ForceOps.Api.Http;
using ForceOps.Api.Settings;
using ForceOps.Postgres.Outage;
using ForceOps.Postgres.Writing;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Options;

namespace ForceOps.Api.Pismo.Bulk;

/// <summary>
/// Serves <c>POST /sandbox/postings</c>: operations as lines, posted in their order and answered line by line while more of them come, so
/// that millions of them take no more memory than thousands.
/// </summary>
internal static class BulkApi
{
    internal const string ContentType = "application/x-ndjson";

    /// <summary>The lines of a part: enough for a full batch on each of the writer's connections.</summary>
    private const int LinesOfPart = 2 * BulkWriter.BatchMax;

    /// <summary>
    /// The parts that wait between the one that is read and the one that is answered, so that the connections always have one.
    /// What waits outlives collections, which then have more to move.
    /// </summary>
    private const int PartsWaiting = 1;

    /// <summary>
    /// The parts whose answers the client has not taken, some 50 MB of them. Many clients send all before they read anything, and would
    /// wait for each other with a service that waits for its reader.
    /// </summary>
    private const int PartsUnread = 400;

    private static readonly string[] Types = [ContentType, "application/ndjson", "application/jsonl", "application/json"];

    internal static void MapBulk(this IEndpointRouteBuilder sandbox) => sandbox.MapPost("/postings", PostAsync)
        .Describe("postOperations", "Post many operations",
            "Posts forces, transfers and their cancellations, one line of JSON each, in their order, and answers each by a line while more of them come. "
            + "A line is the body of a force, or has the route of an operation and its body, as `forceops export` writes it. Each has a tracking id, so that "
            + "the same lines may be sent again. The last line says how many there were.")
        .Accepts<PostingRequest>(ContentType).WithMetadata(new RequestExamples(
            ("A force", """{"tracking_id":"ba7f42b9-9bd1-4840-a747-f1b59037b798","account_id":1234,"amount":40.25,"processing_code":"090907"}"""),
            ("A transfer", """
                {"route":"/payments/v1/payments","body":{"tracking_id":"6c078af3-4510-4511-b60d-502db9a6c0c9","from":[{"custom_info":{"type":"DEPOSIT","external_id":"bank"},"amount":5}],"to":[{"account":{"id":1234}}]}}
                """)))
        .WithMetadata(new RequestQueries(
            new RequestParameter("atomic", $"True when all lines are posted in one transaction, or none of them; at most {BulkWriter.BatchMax} lines then.")
            { Words = ["true", "false"] },
            new RequestParameter("answers", "Which lines are answered: all, or only those that were refused.") { Words = ["all", "refused"] }),
            BoundsItsWaits.Mark)
        .Answers(200, typeof(PostingAnswer), "An answer for each line, and the last one.",
            """{"line":1,"status":201,"tracking_id":"ba7f42b9-9bd1-4840-a747-f1b59037b798","authorization_id":10240}""", ContentType)
        .Refuses(415, "UNSUPPORTED_MEDIA_TYPE", "The body is not JSON in lines.")
        .Refuses(429, "TOO_MANY_REQUESTS", "As many such requests are under way as there may be (ForceOps:Ledger:BulkRequestsMax).");

    private static async Task<IResult> PostAsync(
        HttpContext http, SandboxGate gate, LedgerWriter writer, LineReader lines, IOptions<ForceOpsOptions> options)
    {
        var (org, error) = await gate.OrgAsync(http);
        if (error is not null)
            return error;
        if (!Types.Contains(http.Request.ContentType?.Split(';')[0].Trim(), StringComparer.OrdinalIgnoreCase))
            return new SandboxDialect().Refuse(http, Refusal.UnsupportedMediaType);
        if (ContentCoding.IsRefused(http.Request))
            return new SandboxDialect().Refuse(http, Refusal.UnsupportedEncoding);
        if (!TryRead(http, "atomic", "true", "false", out var isAtomic))
            return SandboxProblem.Invalid("atomic", "must be true or false");
        if (!TryRead(http, "answers", "refused", "all", out var onlyRefused))
            return SandboxProblem.Invalid("answers", "must be all or refused");
        // Each line has the limit of a body, and there may be any number of them.
        if (http.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
            limit.MaxRequestBodySize = null;
        if (writer.OpenBulk(org) is not { } bulk)
            return new SandboxDialect().Refuse(http, Refusal.TooManyRequests);
        await using (bulk)
        {
            var source = lines.Open(http.Request.BodyReader, options.Value.BodyBytesMax, Correlation.Of(http));
            http.Response.ContentType = ContentType;
            using var answers = new PostingAnswers(http.Response.BodyWriter, onlyRefused);
            // The thread that reads the connection has others to read.
            await PoolThreads.RunAsync(() => isAtomic
                ? PostAllOrNoneAsync(source, bulk, answers, http.RequestAborted)
                : PostEachAsync(source, bulk, answers, http.RequestAborted));
        }
        return Results.Empty;
    }

    /// <summary>Reads, posts and answers at the same time, each part behind the one before.</summary>
    private static async Task PostEachAsync(LineSource source, BulkWriter bulk, PostingAnswers answers, CancellationToken aborted)
    {
        var posting = Channels.CreateBounded<(IReadOnlyList<ReadLine> Lines, Task<IReadOnlyList<WriteResult>> Results)>(PartsWaiting);
        var unread = Channels.CreateBounded<ReadOnlyMemory<byte>>(PartsUnread);
        using var end = CancellationTokenSource.CreateLinkedTokenSource(aborted);
        await Task.WhenAll(Guarded(ReadAsync), Guarded(AnswerAsync), Guarded(WriteAsync));

        async Task ReadAsync()
        {
            try
            {
                while (await source.NextAsync(LinesOfPart, end.Token) is { Count: > 0 } part)
                    await posting.Writer.WriteAsync((part, bulk.PostAsync([.. Operations(part)])), end.Token);
            }
            finally
            {
                posting.Writer.Complete();
            }
        }

        async Task AnswerAsync()
        {
            try
            {
                await foreach (var (lines, results) in posting.Reader.ReadAllAsync(end.Token))
                    await unread.Writer.WriteAsync(answers.Of(lines, await results), end.Token);
                await unread.Writer.WriteAsync(answers.Last(), end.Token);
            }
            finally
            {
                unread.Writer.Complete();
            }
        }

        async Task WriteAsync()
        {
            await foreach (var bytes in unread.Reader.ReadAllAsync(end.Token))
                await answers.WriteAsync(bytes, end.Token);
        }

        // When one of them fails, the others must not wait for it.
        async Task Guarded(Func<Task> work)
        {
            try
            {
                await work();
            }
            catch
            {
                await end.CancelAsync();
                throw;
            }
        }
    }

    private static async Task PostAllOrNoneAsync(
        LineSource source, BulkWriter bulk, PostingAnswers answers, CancellationToken aborted)
    {
        var lines = new List<ReadLine>();
        while (await source.NextAsync(LinesOfPart, aborted) is { Count: > 0 } part)
        {
            // What comes beyond the limit is read and counted, and nothing is kept of it.
            lines.AddRange(lines.Count > BulkWriter.BatchMax ? [] : part);
        }
        var isTooLong = lines.Count > BulkWriter.BatchMax;
        if (isTooLong)
            lines = [new ReadLine(source.Read, null, AtomicRefusals.TooLong, null)];
        var isRefused = isTooLong || lines.Exists(line => line.Error is not null);
        IReadOnlyList<WriteResult> results = isRefused || lines.Count == 0
            ? [.. Operations(lines).Select(_ => default(WriteResult))]
            : await bulk.PostAllOrNoneAsync([.. Operations(lines)]);
        await answers.WriteAsync(answers.Of(lines, results), aborted);
        await answers.WriteAsync(answers.Last(), aborted);
    }

    private static IEnumerable<Operation> Operations(IEnumerable<ReadLine> lines) =>
        lines.Select(line => line.Operation).OfType<Operation>();

    private static bool TryRead(HttpContext http, string name, string yes, string no, out bool isYes)
    {
        var sent = http.Request.Query[name];
        isYes = sent == yes;
        return sent.Count == 0 || isYes || sent == no;
    }
}
