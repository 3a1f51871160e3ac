using System.Text.Json;
using ForceOps.Api.Tests.Service;
using ForceOps.Api.Tests.Storm;

namespace ForceOps.Api.Tests.Accounts;

/// <summary>The accounts of one tenant, by Pismo's routes.</summary>
internal static class AccountsOfTenant
{
    internal static string AccountPath(object id) => $"/accounts/v1/accounts/{id}";

    internal static string LimitsPath(object id) => $"/balances-limits/v1/accounts/{id}/limits";

    internal static string StatusPath(object id) => $"/accounts/v2/accounts/{id}/status";

    internal static string RollBackPath(object id) => $"{StatusPath(id)}/rollback";

    internal static Task<Answer> AccountAsync(this Tenant tenant, object id, params (string, string)[] headers) =>
        tenant.SendAsync(HttpMethod.Get, AccountPath(id), null, headers);

    internal static Task<Answer> LimitsAsync(this Tenant tenant, object id, params (string, string)[] headers) =>
        tenant.SendAsync(HttpMethod.Get, LimitsPath(id), null, headers);

    internal static Task<Answer> ChangeStatusAsync(this Tenant tenant, object id, string body, params (string, string)[] headers) =>
        tenant.SendAsync(HttpMethod.Patch, StatusPath(id), body, headers);

    internal static Task<Answer> RollBackAsync(this Tenant tenant, object id, string? body = null, params (string, string)[] headers) =>
        tenant.SendAsync(HttpMethod.Patch, RollBackPath(id), body, headers);

    /// <summary>Gives the account the status, and expects that it gets it.</summary>
    internal static async Task StatusAsync(this Tenant tenant, long id, string status)
    {
        var answer = await tenant.ChangeStatusAsync(id, $$"""{"status":"{{status}}"}""");
        Assert.True(answer.Code == 204 && answer.Text.Length == 0, answer.Text);
    }

    /// <summary>The status with its reason, as Pismo's account shows it.</summary>
    internal static async Task<string> StatusOfAsync(this Tenant tenant, long id)
    {
        var account = (await tenant.AccountAsync(id)).Json;
        return $"{account.GetProperty("status")} {account.GetProperty("status_reason_id")} {account.GetProperty("status_reason_description")}".Trim();
    }

    /// <summary>The status as the sandbox's account shows it.</summary>
    internal static async Task<string> ShownAsync(this Tenant tenant, long id) =>
        (await tenant.GetAsync($"/sandbox/accounts/{id}")).Json.GetProperty("status").GetString()!;

    internal static Task<Answer> SetStatusAsync(this Tenant tenant, string status, string allowed, bool isFinal = false) =>
        tenant.PutAsync(
            $"/sandbox/statuses/{status}", $$"""{"allowed_operations":"{{allowed}}","is_final":{{(isFinal ? "true" : "false")}}}""");

    /// <summary>The changes of the account's status as the table has them, in the order of their ids.</summary>
    internal static Task<List<string>> ChangesAsync(this Tenant tenant, long id) => Sql.RowsAsync(
        tenant.Service.Database,
        $"""
        SELECT concat_ws(' ', old_status, old_reason_id, old_description, '->', new_status, new_reason_id, new_description) FROM status_changes
        WHERE account_id = {id} AND book = (SELECT book FROM orgs WHERE org = '{Sql.OrgOf(tenant.Org)}') ORDER BY id
        """);

    internal static JsonElement Status(this JsonElement change, string which) => change.GetProperty("data").GetProperty(which);
}
