using System.Globalization;
using ForceOps.Api.Tests.Service;

namespace ForceOps.Api.Tests.Clock;

/// <summary>The org's clock in few words.</summary>
internal static class ClockOfTenant
{
    internal static Task<Answer> FreezeAsync(this Tenant tenant, string now) =>
        tenant.SetClockAsync($$"""{"mode":"frozen","now":"{{now}}"}""");

    internal static async Task<Answer> SetClockAsync(this Tenant tenant, string body) =>
        Done(await tenant.PutAsync("/sandbox/clock", body));

    internal static async Task<Answer> AdvanceAsync(this Tenant tenant, string by) =>
        Done(await tenant.SendAsync(HttpMethod.Post, "/sandbox/clock/advance", $$"""{"by":"{{by}}"}"""));

    internal static async Task<DateTimeOffset> ClockAsync(this Tenant tenant) => Now(Done(await tenant.GetAsync("/sandbox/clock")));

    internal static DateTimeOffset Now(this Answer answer) => Time(answer.Json.GetProperty("now").GetString()!);

    internal static string Mode(this Answer answer) => answer.Json.GetProperty("mode").GetString()!;

    /// <summary>Forces one on account 1 and answers the event date as it was written.</summary>
    internal static async Task<string> EventDateAsync(this Tenant tenant, string more = "")
    {
        var answer = await tenant.ForceAsync($$"""{"account_id":1,"amount":1,"processing_code":"090907"{{more}}}""");
        Assert.True(answer.Code == 201, answer.Text);
        return answer.Json.GetProperty("event_date").GetString()!;
    }

    internal static DateTimeOffset Time(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture);

    private static Answer Done(Answer answer)
    {
        Assert.True(answer.Code == 200, answer.Text);
        return answer;
    }
}
