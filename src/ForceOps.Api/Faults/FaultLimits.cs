using System.Text;
using ForceOps.Api.Settings;
using Microsoft.Extensions.Options;

namespace ForceOps.Api.Faults;

/// <summary>Checks that a rule or a header makes sense and keeps within the limits of <see cref="FaultsOptions"/>.</summary>
internal sealed class FaultLimits(IOptions<ForceOpsOptions> options)
{
    /// <summary>The largest number of headers. A gateway's error answer has fewer, and Kestrel buffers all of them.</summary>
    private const int HeadersMax = 20;

    /// <summary>
    /// The largest length of a header's name or value, in characters. It is far beyond any Retry-After or cookie that a test
    /// plays.
    /// </summary>
    private const int HeaderLengthMax = 1000;

    private readonly FaultsOptions _limits = options.Value.Faults;

    internal int RulesMax => _limits.RulesMax;

    internal FaultFinding? Check(FaultRule rule)
    {
        if (rule.Effect.Webhooks is not null
            && rule.Match is not { Route: null, Method: null, Nth: null, Every: null, Probability: null, Times: long.MaxValue })
            return new("match", "of a rule about webhooks may name account, tracking_id_prefix and amounts only: it is asked when events are delivered");
        return Check(rule.Effect);
    }

    internal FaultFinding? Check(FaultEffect effect) => effect switch
    {
        { Status: null, Drop: null, Answer: null, Latency: null, Delay: null, Acquirer: null, Webhooks: null } => new(
            "effect", "must say what goes wrong"),
        { Webhooks: not null } when effect is not { Status: null, Drop: null, Answer: null, Latency: null, Delay: null, Acquirer: null } =>
            new("effect.webhooks", "goes with no other effect: it is about deliveries, not about requests"),
        { Status: < 200 or > 599 } => new("effect.status", "must be 200 to 599"),
        { Status: not null } when effect is not { Drop: null, Answer: null, Delay: null, Acquirer: null } =>
            new("effect.status", "does not go with drop, answer, delay or acquirer: nothing else is done"),
        { Drop: FaultDrop.BeforeCommit or FaultDrop.AllConnections } when effect is not { Delay: null, Acquirer: null } =>
            new("effect.drop", "before_commit and all_connections do not go with delay or acquirer: nothing else is done"),
        { Drop: not null, Answer: not null } => new("effect.answer", "does not go with drop, which leaves no answer"),
        { Status: null, Body: not null } => new("effect.body", "needs a status"),
        { Status: null, Headers.Count: > 0 } => new("effect.headers", "needs a status"),
        { Status: 204 or 205 or 304, Body: not null } => new("effect.body", "cannot go with a status that has none"),
        { Body: { } body } when Encoding.UTF8.GetByteCount(
            body) > _limits.AnswerBytesMax => new("effect.body", $"must be at most {_limits.AnswerBytesMax} bytes"),
        { Headers: { Count: > 0 } headers } when headers.Count > HeadersMax || !headers.All(header => IsHeader(header.Key, header.Value)) =>
            new("effect.headers", $"must be at most {HeadersMax} names and values of printable ASCII, at most {HeaderLengthMax} characters each, none about the answer's length or the connection"),
        { Latency.Max: var latency } when latency > _limits.LatencyMax => new("effect.latency", $"must be at most {_limits.LatencyMax}"),
        { Delay: { } delay } when delay > _limits.DelayMax => new("effect.delay", $"must be at most {_limits.DelayMax}"),
        _ => null,
    };

    /// <summary>
    /// Returns false for a header that Kestrel would refuse to send, that says how the answer is framed, or that ForceOps sets
    /// itself.
    /// </summary>
    private static bool IsHeader(string name, string value) =>
        name.Length is > 0 and <= HeaderLengthMax && value.Length <= HeaderLengthMax
        && name.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_')
        && !value.AsSpan().ContainsAnyExceptInRange(' ', '~')
        && !name.Equals("content-length", StringComparison.OrdinalIgnoreCase)
            && !name.Equals("transfer-encoding", StringComparison.OrdinalIgnoreCase)
        && !name.Equals("connection", StringComparison.OrdinalIgnoreCase) && !name.Equals("upgrade", StringComparison.OrdinalIgnoreCase)
        && !name.Equals(FaultHeader.Name, StringComparison.OrdinalIgnoreCase);
}
