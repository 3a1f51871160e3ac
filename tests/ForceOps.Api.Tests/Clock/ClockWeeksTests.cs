using ForceOps.Api.Tests.Service;

namespace ForceOps.Api.Tests.Clock;

/// <summary>Weeks of ISO 8601 are exactly seven days; they stand alone.</summary>
public sealed class ClockWeeksTests(SharedService shared)
{
    [Fact]
    public async Task Weeks_are_taken()
    {
        await using var tenant = shared.NewTenant();
        Assert.Equal(200, (await tenant.PutAsync("/sandbox/clock", """{"mode":"frozen","now":"2030-01-01T00:00:00Z"}""")).Code);
        Assert.Equal(ClockOfTenant.Time("2030-01-15T00:00:00Z"), (await tenant.AdvanceAsync("P2W")).Now());
        var offset = await tenant.PutAsync("/sandbox/clock", """{"mode":"offset","offset":"-P1W"}""");
        Assert.Equal((200, "-P7D"), (offset.Code, offset.Json.GetProperty("offset").GetString()));
    }

    [Theory]
    [InlineData("PW")]
    [InlineData("P1W1D")]
    [InlineData("P1.5W")]
    [InlineData("P-1W")]
    [InlineData("PT1W")]
    [InlineData("P0W")]
    [InlineData("P99999999999999999999W")]
    [InlineData("P9000000000000000000W")]
    [InlineData("W")]
    public async Task Anything_else_with_weeks_is_refused(string by)
    {
        await using var tenant = shared.NewTenant();
        Refused.AsProblem(await tenant.SendAsync(HttpMethod.Post, "/sandbox/clock/advance", $$"""{"by":"{{by}}"}"""), 400, "INVALID_FIELD");
    }
}
