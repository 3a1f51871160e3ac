using System.Text.Json;
using System.Text.Json.Nodes;
using ForceOps.Api.Journal;

namespace ForceOps.Api.Sandbox;

/// <summary>One request in the journal.</summary>
/// <param name="Id">Ascending over all orgs of the process; the cursor of the list.</param>
/// <param name="Time">When it came.</param>
/// <param name="Method">Null for a delayed operation that finished without a request.</param>
/// <param name="Route">The route's pattern, never the path; null when no route has it.</param>
/// <param name="Status">Null when nothing was answered.</param>
/// <param name="DurationMs">Until the answer began.</param>
/// <param name="Cid">Correlation id.</param>
/// <param name="Channel">The dialect.</param>
/// <param name="Fault">The fault that was put into it.</param>
/// <param name="Request">Of the body what may be kept; null when it could not be read.</param>
/// <param name="Answer">What was answered.</param>
/// <param name="Why">Why it was refused; null when it was not.</param>
internal sealed record RequestView(
    long Id, DateTime Time, string? Method, string? Route, int? Status, decimal DurationMs, string? Cid, string Channel, string? Fault,
    JsonObject? Request, RequestAnswerView Answer, RequestWhyView? Why)
{
    internal static RequestView Of(RecordedRequest entry) => new(
        entry.Id, entry.Time.UtcDateTime, entry.Method, entry.Route, entry.Status == 0 ? null : entry.Status,
        decimal.Round(entry.Duration.Ticks / (decimal)TimeSpan.TicksPerMillisecond, 3), entry.Cid, entry.Channel, entry.Fault,
        RequestJson.Of(entry.Request), new RequestAnswerView(entry.Code, entry.AuthorizationId, entry.CounterpartId, entry.TrackingId),
        RequestWhyView.Of(entry.Why));
}

/// <summary>What was answered.</summary>
/// <param name="Code">Of an error, in the dialect's words; DECLINED for what was declined like a success.</param>
/// <param name="AuthorizationId">Of what was posted; with a tracking id in use: of what it belongs to.</param>
/// <param name="CounterpartId">The receiving side of a transfer.</param>
/// <param name="TrackingId">As the ledger knows it.</param>
internal sealed record RequestAnswerView(string? Code, long? AuthorizationId, long? CounterpartId, string? TrackingId);

/// <summary>A field that was refused, and the rule that it broke.</summary>
internal sealed record RequestFieldView(string Field, string Message);

/// <summary>Why a request was refused.</summary>
/// <param name="Check">Which check failed: route, authentication, tenant, json, fields, tracking_id, ledger and others.</param>
/// <param name="Error">With ledger: the rule.</param>
/// <param name="Facts">What the check saw.</param>
/// <param name="Fields">With fields: which, and the rules that they broke; never their values.</param>
/// <param name="Differs">With tracking_id: in what this request is not the first one; empty for an honest repeat.</param>
internal sealed record RequestWhyView(
    string? Check, string? Error, JsonObject Facts, IReadOnlyList<RequestFieldView> Fields, IReadOnlyList<string> Differs)
{
    internal static RequestWhyView? Of(RefusalReason? why) => why is null ? null : new(
        RequestJson.Word(why.Check),
        RequestJson.Word(why.Error),
        RequestJson.Of(why.Facts),
        [.. why.Fields.Select(field => new RequestFieldView(field.Field, field.Message))],
        [.. Enum.GetValues<RequestFields>().Where(field => field != RequestFields.None && why.Difference.HasFlag(field)).Select(field => RequestJson.Word<RequestFields>(field)!)]);
}

/// <summary>The open parts of an entry: which fields a request has is the dialect's, which facts a check saw is the check's.</summary>
internal static class RequestJson
{
    /// <summary>Without what is not there.</summary>
    internal static JsonObject? Of(RecordedBody? request)
    {
        if (request is null)
            return null;
        var json = new JsonObject();
        Add(json, "tracking_id", request.TrackingId);
        Add(json, "client_request_id", request.ClientRequestId);
        Add(json, "transaction_id", request.TransactionId);
        Add(json, "account_id", request.AccountId);
        Add(json, "from", request.From);
        Add(json, "to", request.To);
        Add(json, "amount", request.Amount);
        Add(json, "currency", request.Currency);
        Add(json, "processing_code", request.ProcessingCode);
        Add(json, "authorization_id", request.AuthorizationId);
        Add(json, "original_tracking_id", request.OriginalTrackingId);
        Add(json, "original_authorization_id", request.OriginalAuthorizationId);
        Add(json, "reference", request.Reference);
        Add(json, "merchant_transaction_id", request.MerchantTransactionId);
        Add(json, "merchant_order_id", request.MerchantOrderId);
        Add(json, "value_date", request.ValueDate);
        Add(json, "cancel_fees", request.CancelFees);
        Add(json, "descriptor_length", request.DescriptorLength);
        Add(json, "metadata_bytes", request.MetadataBytes);
        return json;
    }

    internal static JsonObject Of(IReadOnlyList<Fact> facts)
    {
        var json = new JsonObject();
        foreach (var fact in facts)
            json[fact.Name] = NodeOf(fact.Value);
        return json;
    }

    /// <summary>A closed set's value in the wire's spelling.</summary>
    internal static string? Word<T>(T? value)
        where T : struct, Enum => value is { } known ? JsonNamingPolicy.SnakeCaseLower.ConvertName(known.ToString()) : null;

    private static void Add(JsonObject json, string name, object? value)
    {
        if (NodeOf(value) is { } node)
            json[name] = node;
    }

    private static JsonNode? NodeOf(object? value) => value switch
    {
        string text => JsonValue.Create(text),
        bool flag => JsonValue.Create(flag),
        int number => JsonValue.Create(number),
        long number => JsonValue.Create(number),
        // Dividing by one with the full scale makes decimal drop the trailing zeros.
        decimal number => JsonValue.Create(number / 1.0000000000000000000000000000m),
        DateTimeOffset time => JsonValue.Create(time.UtcDateTime),
        RecordedNumber number => number.IsNone ? null : number.ToJson(),
        RecordedParty { Kind: { } kind } party => new JsonObject { [kind] = NodeOf(party.Id) },
        _ => null,
    };
}
