using System.Text.Json;
using System.Text.Json.Nodes;
using ForceOps.Api.Journal;

namespace ForceOps.Api.Sandbox;

/// <summary>Shows one recorded request.</summary>
/// <param name="Id">The id of the recorded request, which is the cursor of the list. Ids ascend over all orgs of the process.</param>
/// <param name="Time">The time at which the request arrived.</param>
/// <param name="Method">The HTTP method; null for a delayed operation that finished without a request.</param>
/// <param name="Route">The route's pattern, never the path; null when no route has the path.</param>
/// <param name="Status">The HTTP status of the answer; null when nothing was answered.</param>
/// <param name="DurationMs">The time until the answer began, in milliseconds.</param>
/// <param name="Cid">The correlation id.</param>
/// <param name="Channel">The dialect of the request.</param>
/// <param name="Fault">The name of the fault that was injected into the request; null when there was none.</param>
/// <param name="Request">The members of the body that may be kept; null when the body could not be read.</param>
/// <param name="Answer">The answer.</param>
/// <param name="Why">The reason of the refusal; null when the request was not refused.</param>
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

/// <summary>Shows the answer to a recorded request.</summary>
/// <param name="Code">The error's code in the dialect's words; DECLINED and DENIED for what is answered like a success.</param>
/// <param name="AuthorizationId">
/// The id of the posted authorization; when the tracking id is in use, the id of the authorization that has it.
/// </param>
/// <param name="CounterpartId">The id of the authorization on the receiving side of a transfer.</param>
/// <param name="TrackingId">The tracking id in the ledger's form.</param>
internal sealed record RequestAnswerView(string? Code, long? AuthorizationId, long? CounterpartId, string? TrackingId);

/// <summary>Shows a refused field and the rule that it broke.</summary>
internal sealed record RequestFieldView(string Field, string Message);

/// <summary>Shows the reason why a request was refused.</summary>
/// <param name="Check">The check that failed: route, authentication, tenant, json, fields, tracking_id, ledger and others.</param>
/// <param name="Error">The rule of the ledger that rejected the operation, when the check is ledger.</param>
/// <param name="Facts">The values that the check saw.</param>
/// <param name="Fields">The refused fields and the rules that they broke; the fields' values are never kept.</param>
/// <param name="Differs">
/// The members in which this request differs from the first one, when the check is tracking_id; empty for a repeat of the same
/// request.
/// </param>
internal sealed record RequestWhyView(
    string? Check, string? Error, JsonObject Facts, IReadOnlyList<RequestFieldView> Fields, IReadOnlyList<string> Differs)
{
    internal static RequestWhyView? Of(RefusalReason? why) => why is null ? null : new(
        RequestJson.Word(why.Check),
        RequestJson.Word(why.Error),
        RequestJson.Of(why.Facts),
        [.. why.Fields.Select(field => new RequestFieldView(field.Field, field.Message))],
        [.. Enum.GetValues<RequestFields>().Where(field => field != RequestFields.None
            && why.Difference.HasFlag(field)).Select(field => RequestJson.Word<RequestFields>(field)!)]);
}

/// <summary>
/// Renders the open parts of a recorded request. Each dialect decides which members a request has, and each check decides which
/// facts it reports.
/// </summary>
internal static class RequestJson
{
    /// <summary>Renders the recorded members of a body, without the absent ones.</summary>
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

    /// <summary>
    /// Returns the name of an enumeration's value in snake_case, the spelling of the JSON; null when there is no value.
    /// </summary>
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
        // The division by one with the full scale makes decimal drop the trailing zeros.
        decimal number => JsonValue.Create(number / 1.0000000000000000000000000000m),
        DateTimeOffset time => JsonValue.Create(time.UtcDateTime),
        RecordedNumber number => number.IsNone ? null : number.ToJson(),
        RecordedParty { Kind: { } kind } party => new JsonObject { [kind] = NodeOf(party.Id) },
        _ => null,
    };
}
