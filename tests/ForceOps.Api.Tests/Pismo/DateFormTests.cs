using ForceOps.Api.Tests.Service;

namespace ForceOps.Api.Tests.Pismo;

/// <summary>Dates are those of RFC 3339, no more and no fewer.</summary>
public sealed class DateFormTests(SharedService shared)
{
    [Theory]
    [InlineData("2024-01-01T00:00:00Z", "2024-01-01T00:00:00Z")]
    [InlineData("2024-01-01t00:00:00z", "2024-01-01T00:00:00Z")]
    [InlineData("2024-01-01T00:00:00.123456789Z", "2024-01-01T00:00:00.123456Z")]
    [InlineData("2024-01-01T00:00:00.5+14:01", "2023-12-31T09:59:00.5Z")]
    [InlineData("2024-01-01T23:30:00+23:59", "2023-12-31T23:31:00Z")]
    [InlineData("2024-01-01T00:00:00-23:59", "2024-01-01T23:59:00Z")]
    [InlineData("2016-12-31T23:59:60Z", "2017-01-01T00:00:00Z")]
    [InlineData("2016-12-31T15:59:60.25-08:00", "2017-01-01T00:00:00.25Z")]
    [InlineData("2024-02-29T00:00:00-00:00", "2024-02-29T00:00:00Z")]
    public async Task A_date_of_RFC_3339_is_taken(string date, string stored)
    {
        await using var tenant = shared.NewTenant();
        var id = await tenant.ForcedAsync(Force(date));
        Assert.Equal(stored, (await tenant.AuthorizationAsync(id)).GetProperty("value_date").GetString());
        Assert.Equal(200, (await tenant.PutAsync("/sandbox/clock", $$"""{"mode":"frozen","now":"{{date}}"}""")).Code);
    }

    [Theory]
    [InlineData("2024-01-01T00:00:00.Z")]
    [InlineData("2024-01-01T00:00:00.+01:00")]
    [InlineData("2024-01-01T00:00:00,5Z")]
    [InlineData("2024-01-01T00:00:00+24:00")]
    [InlineData("2024-01-01T00:00:00+01:60")]
    [InlineData("2024-01-01T00:00:00+0100")]
    [InlineData("2024-01-01T00:00:00")]
    [InlineData("2024-01-01 00:00:00Z")]
    [InlineData("2024-01-01T00:00Z")]
    [InlineData("2024-02-30T00:00:00Z")]
    [InlineData("2023-02-29T00:00:00Z")]
    [InlineData("2024-01-01T24:00:00Z")]
    [InlineData("2024-01-01T12:00:60Z")]
    [InlineData("2024-01-01T23:59:61Z")]
    [InlineData("2016-12-31T23:59:60-08:00")]
    [InlineData("0000-01-01T00:00:00Z")]
    [InlineData("0001-01-01T00:00:00+00:01")]
    [InlineData("2024-01-01T00:00:00ZZ")]
    [InlineData("2024-1-01T00:00:00.0Z")]
    [InlineData("+024-01-01T00:00:00Z")]
    public async Task Anything_else_is_refused(string date)
    {
        await using var tenant = shared.NewTenant();
        Refused.AsPismo(await tenant.ForceAsync(Force(date)), 400, "INVALID_FIELD", "payment_datetime");
        Refused.AsProblem(await tenant.PutAsync("/sandbox/clock", $$"""{"mode":"frozen","now":"{{date}}"}"""), 400, "INVALID_FIELD");
    }

    private static string Force(string date) => ForceJson.With(("payment_datetime", $"\"{date}\""));
}
