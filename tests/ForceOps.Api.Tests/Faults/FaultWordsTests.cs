using ForceOps.Api.Tests.Bluefin;
using ForceOps.Api.Tests.Fiserv;
using ForceOps.Api.Tests.Service;
using static ForceOps.Api.Tests.Faults.FaultsOfTenant;

namespace ForceOps.Api.Tests.Faults;

/// <summary>A status without a body is said in words that fit it, in each dialect.</summary>
public sealed class FaultWordsTests(SharedService shared)
{
    [Theory]
    [InlineData(400, "BAD_REQUEST", "Bad Request.")]
    [InlineData(401, "UNAUTHORIZED", "A valid token is needed.")]
    [InlineData(404, "NOT_FOUND", "No such route.")]
    [InlineData(408, "REQUEST_TIMEOUT", "Request Timeout.")]
    [InlineData(409, "CONFLICT", "Conflict.")]
    [InlineData(422, "UNPROCESSABLE_ENTITY", "Unprocessable Entity.")]
    [InlineData(425, "STATUS_425", "Status 425.")]
    [InlineData(500, "INTERNAL_ERROR", "Internal Server Error.")]
    [InlineData(502, "BAD_GATEWAY", "Bad Gateway.")]
    [InlineData(504, "GATEWAY_TIMEOUT", "Gateway Timeout.")]
    public async Task Pismo(int status, string code, string message)
    {
        await using var tenant = shared.NewTenant();
        var answer = await tenant.ForceAsync(Force(), (Header, $"status={status}"));
        Refused.AsPismo(answer, status, code);
        Assert.Equal(message, answer.Json.GetProperty("message").GetString());
    }

    [Theory]
    [InlineData(400, "invalid_request", 40001, "Invalid request. Please check the input parameters and try again.")]
    [InlineData(408, "invalid_request", 40001, "Request Timeout")]
    [InlineData(422, "invalid_request", 40001, "Invalid Input")]
    [InlineData(500, "internal_server_error", 40004, "Internal Server Error, Retry or call Bluefin support.")]
    [InlineData(502, "internal_server_error", 40004, "Bad Gateway")]
    public async Task Bluefin(int status, string type, int code, string message)
    {
        await using var tenant = shared.NewTenant();
        BluefinCalls.Refused(await tenant.BluefinForceAsync(BluefinCalls.Sample, (Header, $"status={status}")), status, type, code,
            message);
    }

    [Theory]
    [InlineData(400, "GATEWAY", "100", "Invalid or Missing Field Data")]
    [InlineData(401, "APIM", null, "ApiKey and/or Authentication supplied are invalid.")]
    [InlineData(408, "APIM", null, "Broken client connectivity.")]
    [InlineData(422, "APIM", null, "Unprocessable Entity.")]
    [InlineData(425, "GATEWAY", null, "The request was sent too early.")]
    [InlineData(429, "APIM", null, "Request volume is too high.")]
    [InlineData(500, "GATEWAY", "703", "Internal error")]
    [InlineData(502, "APIM", null, "Bad Gateway.")]
    [InlineData(504, "GATEWAY", null, "The request timed out while waiting for the response.")]
    public async Task Fiserv(int status, string type, string? code, string message)
    {
        await using var tenant = shared.NewTenant();
        var answer = await tenant.SendAsync(HttpMethod.Post, "/payments/v1/forcedpost", FiservCalls.Sample, (Header, $"status={status}"));
        FiservCalls.Refused(answer, status, code, type: type, message: message);
    }

    [Theory]
    [InlineData(429)]
    [InlineData(503)]
    public async Task Whoever_shall_come_again_is_told_when_in_every_dialect(int status)
    {
        await using var tenant = shared.NewTenant();
        (string, string) fault = (Header, $"status={status}");
        Assert.Equal("1", (await tenant.ForceAsync(Force(), fault)).Header("Retry-After"));
        Assert.Equal("1", (await tenant.BluefinForceAsync(BluefinCalls.Sample, fault)).Header("Retry-After"));
        Assert.Equal("1", (await tenant.SendAsync(HttpMethod.Post, "/payments/v1/forcedpost", FiservCalls.Sample, fault)).Header(
            "Retry-After"));
    }
}
