using System.Text.Json;
using System.Text.Json.Nodes;
using ForceOps.Api.Hosting.Journal;

namespace ForceOps.Api.Sandbox.Journal;

/// <summary>The open parts of an entry: which fields a request has is the dialect's, which facts a check saw is the check's.</summary>
internal static class RequestJson
{
    /// <summary>Without what is not there.</summary>
    internal static JsonObject? Of(JournalRequest? request)
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
        JournalNumber number => number.IsNone ? null : number.ToJson(),
        JournalParty { Kind: { } kind } party => new JsonObject { [kind] = NodeOf(party.Id) },
        _ => null,
    };
}
