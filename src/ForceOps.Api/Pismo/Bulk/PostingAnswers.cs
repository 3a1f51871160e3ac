using System.Buffers;
using System.IO.Pipelines;
using System.Text.Json;
using System.Text.Json.Serialization;
using ForceOps.Postgres.Writing;

namespace ForceOps.Api.Pismo.Bulk;

/// <summary>Carries the answer to a line, or the last line, which has the counts.</summary>
/// <param name="Line">The number of the line, from 1; absent in the last answer.</param>
/// <param name="Status">
/// What the operation's own route would have answered; 424 when the line is not posted because another one of an atomic request is refused.
/// </param>
/// <param name="TrackingId">The tracking id of the line, where it has one.</param>
/// <param name="AuthorizationId">The authorization that was posted, now or before.</param>
/// <param name="Code">The code of a refusal; PROCESSING_DELAYED with 202.</param>
/// <param name="Message">The refusal as a text for people.</param>
/// <param name="Replay">With TRACKING_ID_IN_USE: the word same when the request that has the tracking id was the same, else different.</param>
/// <param name="Lines">In the last answer: the lines that were read.</param>
/// <param name="Posted">In the last answer: the operations that were posted, those accepted for later among them.</param>
/// <param name="Already">In the last answer: the operations that were posted before by the same requests.</param>
/// <param name="Refused">In the last answer: the lines that are neither.</param>
internal sealed record PostingAnswer(
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] long? Line = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] int? Status = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? TrackingId = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] long? AuthorizationId = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Code = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Message = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Replay = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] long? Lines = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] long? Posted = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] long? Already = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] long? Refused = null);

/// <summary>Says why no line of an atomic request was posted.</summary>
internal static class AtomicRefusals
{
    internal static readonly PismoError TooLong = new(
        413, "TOO_MANY_LINES", $"An atomic request has at most {BulkWriter.BatchMax} lines, since they are one transaction; nothing was posted.");

    internal static readonly PismoError Undone = new(
        424, "NOT_POSTED", "Another line was refused, and all are posted or none: this one was not posted.");
}

/// <summary>Writes the answers to lines, in their order, and counts them.</summary>
internal sealed class PostingAnswers(PipeWriter response, bool onlyRefused) : IDisposable
{
    private static readonly byte[] NewLine = [(byte)'\n'];

    private readonly ArrayBufferWriter<byte> _buffer = new();
    private readonly Utf8JsonWriter _json = new(Stream.Null, new JsonWriterOptions { SkipValidation = true });
    private long _lines;
    private long _posted;
    private long _already;

    /// <summary>Writes the answers to the lines of a part.</summary>
    /// <param name="lines">The lines, right and wrong ones.</param>
    /// <param name="results">The results of those that were right, in their order.</param>
    internal ReadOnlyMemory<byte> Of(IReadOnlyList<ReadLine> lines, IReadOnlyList<WriteResult> results)
    {
        var next = 0;
        foreach (var line in lines)
        {
            var answer = line.Error is { } error ? Refusal(line, error) : Of(line, results[next++]);
            if (IsRefused(answer) || !onlyRefused)
                Write(answer);
        }
        return Taken();
    }

    public void Dispose() => _json.Dispose();

    internal ReadOnlyMemory<byte> Last()
    {
        var refused = _lines - _posted - _already;
        Write(new PostingAnswer { Lines = _lines, Posted = _posted, Already = _already, Refused = refused });
        return Taken();
    }

    internal async ValueTask WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken stop) => await response.WriteAsync(bytes, stop);

    private static PostingAnswer Of(ReadLine line, WriteResult result)
    {
        switch (result.Outcome)
        {
            case Outcome.Accepted accepted:
                return new(line.Number, accepted.Authorization.IsCancellation ? 200 : 201, line.TrackingId, accepted.Authorization.Id);
            case Outcome.Delayed:
                return new(line.Number, 202, line.TrackingId, Code: "PROCESSING_DELAYED");
            case Outcome.Duplicate duplicate:
                return new(line.Number, 409, line.TrackingId, duplicate.Earlier.Id, PismoDuplicates.Code,
                    PismoDuplicates.MessageOf(duplicate.Difference, PismoDuplicates.DeniedOf(duplicate.Earlier)),
                    PismoDuplicates.ReplayOf(duplicate.Difference));
            case Outcome.TakenByDelayed:
                return new(line.Number, 409, line.TrackingId, Code: PismoDuplicates.Code,
                    Message: PismoDuplicates.Waits, Replay: PismoDuplicates.Different);
            case Outcome.Rejected rejected:
                return Refusal(line, PismoErrors.Of(rejected.Error));
            default:
                return Refusal(line, result.Refusal == WriteRefusal.None ? AtomicRefusals.Undone : PismoErrors.Of(result.Refusal));
        }
    }

    private static PostingAnswer Refusal(ReadLine line, PismoError error) =>
        new(line.Number, error.Status, line.TrackingId, Code: error.Code, Message: error.Message);

    /// <summary>Counts the answer to a line; returns true when the line is neither posted nor was it before.</summary>
    private bool IsRefused(PostingAnswer answer)
    {
        var (isPosted, isThere) = (answer.Status < 300, answer.Replay is PismoDuplicates.Same);
        _lines++;
        _posted += isPosted ? 1 : 0;
        _already += isThere ? 1 : 0;
        return !isPosted && !isThere;
    }

    private void Write(PostingAnswer answer)
    {
        _json.Reset(_buffer);
        JsonSerializer.Serialize(_json, answer, PismoJson.Default.PostingAnswer);
        _json.Flush();
        _buffer.Write(NewLine);
    }

    private ReadOnlyMemory<byte> Taken()
    {
        ReadOnlyMemory<byte> bytes = _buffer.WrittenSpan.ToArray();
        _buffer.ResetWrittenCount();
        return bytes;
    }
}
