using System.Text.Json;
using ForceOps.Api.Tests.Service;

namespace ForceOps.Api.Tests.Transfers;

/// <summary>
/// Bodies of transfers and their cancels in few words. A party is written <c>account:1</c>, <c>merchant:500</c>, <c>card:77</c> or
/// <c>outside:name</c>.
/// </summary>
internal static class TransferRoutes
{
    internal static string Body(string from, string to, decimal amount, string more = "") =>
        $$"""{"from":[{{{Party(from)}},"amount":{{amount}}}],"to":[{{{Party(to)}}}]{{more}}}""";

    /// <summary>The members of an item that say who it is.</summary>
    internal static string Party(string party)
    {
        var (kind, id) = (party.Split(':')[0], party.Split(':')[1]);
        return kind is "outside"
            ? $$$"""
                "custom_info":{"type":"DEPOSIT","external_id":"{{{id}}}"}
                """.Trim()
            : $$$"""
                "{{{kind}}}":{"id":{{{id}}}}
                """.Trim();
    }

    internal static Task<Answer> TransferAsync(this Tenant tenant, string body, params (string Name, string Value)[] headers) =>
        tenant.SendAsync(HttpMethod.Post, "/payments/v1/payments", body, headers);

    internal static Task<Answer> TransferAsync(this Tenant tenant, string from, string to, decimal amount, string more = "") =>
        tenant.TransferAsync(Body(from, to, amount, more));

    internal static Task<Answer> CancelTransferAsync(this Tenant tenant, string body, params (string Name, string Value)[] headers) =>
        tenant.SendAsync(HttpMethod.Post, "/payments/v2/cancel", body, headers);

    internal static Task<Answer> CancelTransferAsync(this Tenant tenant, long authorizationId, decimal amount, string more = "") =>
        tenant.CancelTransferAsync($$"""{"authorization_id":{{authorizationId}},"amount":{{amount}}{{more}}}""");

    internal static async Task OpenAsync(this Tenant tenant, long account, string settings = "{}") =>
        Assert.Equal(200, (await tenant.PutAsync($"/sandbox/accounts/{account}", settings)).Code);

    /// <summary>Opens the account with this balance.</summary>
    internal static async Task OpenWithAsync(this Tenant tenant, long account, decimal balance, string settings = "{}")
    {
        await tenant.OpenAsync(account, settings);
        var force = await tenant.ForceAsync($$"""{"account_id":{{account}},"amount":{{balance}},"processing_code":"090907"}""");
        Assert.Equal(201, force.Code);
    }

    /// <summary>A transfer of 100 from account 1 to account 2, both of which have it.</summary>
    internal static async Task<Answer> HundredAsync(this Tenant tenant, string more = "")
    {
        await tenant.OpenWithAsync(1, 100);
        await tenant.OpenAsync(2);
        return Posted(await tenant.TransferAsync("account:1", "account:2", 100, more));
    }

    internal static Answer Posted(Answer answer)
    {
        Assert.True(answer.Code == 201, answer.Text);
        return answer;
    }

    internal static async Task<JsonElement> AuthorizationAsync(this Tenant tenant, long id)
    {
        var answer = await tenant.GetAsync($"/sandbox/authorizations/{id}");
        Assert.Equal(200, answer.Code);
        return answer.Json;
    }

    internal static void RefusedWith(int status, string code, Answer answer) =>
        Assert.True(answer.Code == status && string.Equals(answer.ErrorCode, code, StringComparison.Ordinal),
            $"expected {status} {code}, got {answer.Code}: {answer.Text}");

    /// <summary>A field error whose first finding is about this field.</summary>
    internal static void RefusedField(string field, Answer answer)
    {
        RefusedWith(400, "INVALID_FIELD", answer);
        Assert.Equal(field, answer.Json.GetProperty("details")[0].GetProperty("field").GetString());
        Assert.StartsWith(field, answer.Json.GetProperty("message").GetString(), StringComparison.Ordinal);
    }

    internal static long Id(this Answer answer) => answer.Json.GetProperty("authorization_id").GetInt64();

    internal static long? DebitId(this Answer answer) => answer.SideId("debit");

    internal static long? CreditId(this Answer answer) => answer.SideId("credit");

    internal static string TrackingId(this Answer answer) => answer.Json.GetProperty("tracking_id").GetString()!;

    internal static decimal Available(this Answer answer) => answer.Json.GetProperty("available_credit_limit").GetDecimal();

    private static long? SideId(this Answer answer, string side) =>
        answer.Json.GetProperty("authorization_ids").GetProperty(side) is { ValueKind: JsonValueKind.Number } id ? id.GetInt64() : null;
}
