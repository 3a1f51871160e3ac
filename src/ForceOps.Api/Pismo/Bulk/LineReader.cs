using System.Buffers;
using System.ComponentModel.DataAnnotations;
using System.IO.Pipelines;
using System.Text;
using System.Text.Json.Serialization;
using FluentValidation;
using ForceOps.Api.Http;
using Microsoft.Extensions.Options;

namespace ForceOps.Api.Pismo.Bulk;

/// <summary>Carries a line of <c>POST /sandbox/postings</c>: the members of a force, or a route and the body for it.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Skip)]
internal sealed class PostingRequest
{
    /// <summary>
    /// The route of the operation: of a force, a transfer or a cancellation of either. Absent: the line is the body of a force.
    /// </summary>
    [AllowedValues(LineReader.ForceRoute, LineReader.CancelForceRoute, LineReader.TransferRoute, LineReader.CancelTransferRoute)]
    public string? Route { get; set; }

    /// <summary>The body that the route takes, with a tracking id.</summary>
    public RawObject? Body { get; set; }

    /// <summary>True when the operation is left out of the timeline; false when absent.</summary>
    public bool? SkipTimeline { get; set; }

    /// <summary>Of a force: the client's id for it, 36 to 50 characters. Without one a repeat would be posted twice.</summary>
    [StringLength(50, MinimumLength = 36)]
    public string? TrackingId { get; set; }

    /// <summary>Of a force: the account to post to.</summary>
    [Range(typeof(long), "1", "9223372036854775807")]
    public long? AccountId { get; set; }

    /// <summary>Of a force: the amount in major units, greater than 0.</summary>
    [Range(typeof(decimal), "0", "999999999999999.999", MinimumIsExclusive = true)]
    public decimal? Amount { get; set; }

    /// <summary>Of a force: the processing code, 6 letters or digits.</summary>
    [RegularExpression("^[0-9A-Za-z]{6}$")]
    public string? ProcessingCode { get; set; }
}

/// <summary>Holds a line that was read: the operation that it asks for, or what is wrong with it.</summary>
internal readonly record struct ReadLine(long Number, Operation? Operation, PismoError? Error, string? TrackingId);

/// <summary>Makes operations of lines, by the bodies and the rules of Pismo's routes.</summary>
internal sealed class LineReader(
    IValidator<ForceRequest> force, IValidator<CancelForceRequest> cancelForce, IValidator<TransferRequest> transfer,
    IValidator<CancelTransferRequest> cancelTransfer, IOptions<PismoOptions> options, TimeProvider clock)
{
    internal const string ForceRoute = "/payments/v1/payments/force";
    internal const string CancelForceRoute = "/payments/v1/payments/force/cancel";
    internal const string TransferRoute = "/payments/v1/payments";
    internal const string CancelTransferRoute = "/payments/v2/cancel";

    internal LineSource Open(PipeReader body, int bytesMax, string cid) => new(body, bytesMax, (number, line) => Read(number, line, cid));

    private ReadLine Read(long number, ReadOnlySpan<byte> line, string cid)
    {
        var call = new PismoCall(default, cid, null, InTimeline: true, null);
        // Only a force comes without a route, and few forces have this word with its quotation marks.
        if (line.IndexOf("\"route\""u8) < 0)
            return ReadForce(number, line, call);
        var read = JsonBody.Parse(line, PismoJson.Default.PostingRequest);
        if (read.Value is not { } wrapped)
            return Wrong(number, PismoErrors.Of(read.Problem, read.Path, read.Why));
        if (wrapped.Route is null)
            return ReadForce(number, line, call);
        if (wrapped.Body is not { } body)
            return Wrong(number, PismoErrors.Field("body", "is required beside route"));
        call = call with { InTimeline = wrapped.SkipTimeline != true };
        var bytes = Encoding.UTF8.GetBytes(body.Json);
        return wrapped.Route switch
        {
            ForceRoute => ReadForce(number, bytes, call),
            CancelForceRoute => Read(
                number, bytes, cancelForce, body => body.TrackingId, body => CancelForceEndpoint.ToOperation(body, call, clock)),
            TransferRoute => Read(
                number, bytes, transfer, body => body.TrackingId, body => TransferEndpoint.ToOperation(body, call, clock)),
            CancelTransferRoute => Read(
                number, bytes, cancelTransfer, body => body.TrackingId, body => CancelTransferEndpoint.ToOperation(body, call, clock)),
            _ => Wrong(number, PismoErrors.Field(
                "route", $"must be {ForceRoute}, {CancelForceRoute}, {TransferRoute} or {CancelTransferRoute}")),
        };
    }

    private ReadLine ReadForce(long number, ReadOnlySpan<byte> body, PismoCall call) =>
        Read(number, body, force, request => request.TrackingId, request => ForceEndpoint.ToOperation(request, call, clock));

    private ReadLine Read<T>(
        long number, ReadOnlySpan<byte> json, IValidator<T> validator, Func<T, string?> trackingId, Func<T, Operation> toOperation)
        where T : class
    {
        var read = JsonBody.Parse(json, PismoJson.BodyType<T>(options.Value.UnknownMembers));
        if (read.Value is not { } body)
            return Wrong(number, PismoErrors.Of(read.Problem, read.Path, read.Why));
        if (trackingId(body) is null)
            return Wrong(number, PismoErrors.Field("tracking_id", "is required: without it a line that is sent again would be posted twice"));
        return FieldErrors.Of(validator.Validate(body)) is { } fields
            ? new ReadLine(number, null, fields, trackingId(body))
            : new ReadLine(number, toOperation(body), null, trackingId(body));
    }

    private static ReadLine Wrong(long number, PismoError error) => new(number, null, error, null);
}

/// <summary>Cuts a body into lines as it comes; empty lines are passed over and counted.</summary>
internal sealed class LineSource(PipeReader body, int bytesMax, LineSource.Parser parse)
{
    internal delegate ReadLine Parser(long number, ReadOnlySpan<byte> line);

    private byte[] _joined = [];
    private bool _isOver;

    /// <summary>True within a line that was refused for its length before its end came.</summary>
    private bool _isCutOff;

    /// <summary>The number of lines that were read so far.</summary>
    internal long Read { get; private set; }

    /// <summary>
    /// Returns the next lines, those that have come and at most so many; none at the end. It does not wait for more once it has one.
    /// </summary>
    internal async ValueTask<IReadOnlyList<ReadLine>> NextAsync(int max, CancellationToken stop)
    {
        var lines = new List<ReadLine>();
        while (!_isOver && lines.Count == 0)
        {
            var read = await body.ReadAsync(stop);
            var rest = Cut(read.Buffer, lines, max, read.IsCompleted);
            body.AdvanceTo(rest.Start, lines.Count == max ? rest.Start : rest.End);
        }
        return lines;
    }

    private ReadOnlySequence<byte> Cut(ReadOnlySequence<byte> buffer, List<ReadLine> lines, int max, bool isLast)
    {
        while (lines.Count < max && buffer.PositionOf((byte)'\n') is { } end)
        {
            Take(buffer.Slice(0, end), lines);
            buffer = buffer.Slice(buffer.GetPosition(1, end));
        }
        if (lines.Count == max)
            return buffer;
        _isOver = isLast;
        if (!isLast && buffer.Length <= bytesMax)
            return buffer;
        // The last line needs no end, and one that is too long is not kept until it has one.
        if (!buffer.IsEmpty)
            Take(buffer, lines);
        _isCutOff = !isLast;
        return buffer.Slice(buffer.End);
    }

    private void Take(ReadOnlySequence<byte> line, List<ReadLine> lines)
    {
        if (_isCutOff)
        {
            _isCutOff = false;
            return;
        }
        Read++;
        if (line.Length > bytesMax)
            lines.Add(new ReadLine(Read, null, PismoErrors.Of(Refusal.BodyTooLarge), null));
        else if (Joined(line).Trim(" \r\t"u8) is { IsEmpty: false } text)
            lines.Add(parse(Read, text));
    }

    private ReadOnlySpan<byte> Joined(ReadOnlySequence<byte> line)
    {
        if (line.IsSingleSegment)
            return line.FirstSpan;
        var length = (int)line.Length;
        if (_joined.Length < length)
            _joined = new byte[Math.Max(length, 4096)];
        line.CopyTo(_joined);
        return _joined.AsSpan(0, length);
    }
}
